/** The page's texts in the console's language. */
import { inBoth } from '../words.ts';
import { healthTexts } from './text.ts';

export const healthWords = inBoth(healthTexts.lv, healthTexts.en);

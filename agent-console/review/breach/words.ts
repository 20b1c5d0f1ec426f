/** The page's texts in the console's language. */
import { inBoth } from '../words.ts';
import { breachTexts } from './text.ts';

export const breachWords = inBoth(breachTexts.lv, breachTexts.en);

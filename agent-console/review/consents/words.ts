/** The pages' words in the console's language. */
import { inBoth } from '../words.ts';
import { consentTexts } from './text.ts';

export const consentWords = inBoth(consentTexts.lv, consentTexts.en);

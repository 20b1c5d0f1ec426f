/** The certificate's words in the console's language. */
import { inBoth } from '../words.ts';
import { certificateTexts, ruleTexts } from './text.ts';

export const certificateWords = inBoth(certificateTexts.lv, certificateTexts.en);
export const ruleWords = inBoth(ruleTexts.lv, ruleTexts.en);

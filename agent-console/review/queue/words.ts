/** The audit's texts in the console's language. */
import { inBoth } from '../words.ts';
import { en, lv } from './text.ts';

export const queueText = inBoth(lv, en);

import { inBoth } from '../words.ts';
import { periodTexts } from './text.ts';

/** The page's texts in the console's language. */
export const periodWords = inBoth(periodTexts.lv, periodTexts.en);

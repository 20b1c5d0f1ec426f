/** The form's words in the console's language. */
import { computed } from '@preact/signals';
import { uiLanguage } from '../text/language.ts';
import { deskTexts } from './text.ts';

export const deskWords = computed(() => deskTexts[uiLanguage.value]);

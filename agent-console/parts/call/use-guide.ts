import { useEffect, useState } from 'preact/hooks';
import type { GuideDocument } from '../../../protocol/guide.ts';
import type { Language } from '../../../protocol/language.ts';
import { guideDocument } from '../../model/guides.ts';

/** The guide's document; undefined while it loads, a sentence when it cannot be had. */
export function useGuide(
  controller: string,
  guide: string,
  version: number,
  language: Language,
): GuideDocument | string | undefined {
  const [found, keep] = useState<GuideDocument | string | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    keep(undefined);
    void guideDocument(controller, guide, version, language).then((answer) => {
      if (wanted) keep(answer.ok ? answer.value : answer.sentence);
    });
    return () => {
      wanted = false;
    };
  }, [controller, guide, version, language]);
  return found;
}

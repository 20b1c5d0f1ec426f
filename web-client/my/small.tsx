import type { SubjectDoor } from '../../protocol/subject.ts';
import { currentLanguage } from '../entry/language.ts';
import { myMessages } from './messages.ts';

/** A text of ours, in a new tab: this page stays. */
export function TextLink({ href, name }: { readonly href: string; readonly name: string }) {
  return (
    <a class="plain-link" href={href} target="_blank" rel="noopener">
      {name}
      <span class="unseen"> ({myMessages(currentLanguage()).newTab})</span>
    </a>
  );
}

export function NoticeLink({ door }: { readonly door: SubjectDoor | undefined }) {
  const language = currentLanguage();
  if (!door) return null;
  return (
    <p>
      <TextLink href={door.notice.addresses[language]} name={myMessages(language).notice} />
    </p>
  );
}

export function typedIn(event: Event): string {
  const { target } = event;
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField ? target.value : '';
}

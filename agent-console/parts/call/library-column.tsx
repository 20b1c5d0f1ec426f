/** The library: what can be put on the stage, and the photos that came back. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { hindrance } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { keyShortcut, useChord } from '../chord.tsx';
import { Icon, type IconName } from '../icon.tsx';
import { LibraryConsents } from './library-consents.tsx';
import { LibraryGuides } from './library-guides.tsx';
import { LibraryNote } from './library-note.tsx';
import { LibraryPage } from './library-page.tsx';
import { LibraryPicture } from './library-picture.tsx';
import { MissingConsent } from './missing-consent.tsx';
import { Photos } from './photos.tsx';
import { Refusal } from './refusal.tsx';

type Tab = 'guides' | 'page' | 'note' | 'picture' | 'consents';
const TABS: readonly Tab[] = ['guides', 'page', 'note', 'picture', 'consents'];
const ICONS: Readonly<Record<Tab, IconName>> = {
  guides: 'guide',
  page: 'page',
  note: 'text',
  picture: 'picture',
  consents: 'check',
};

export function LibraryColumn({ call, me }: CallProps) {
  const { call: text, stage } = messages.value;
  const tab = useSignal<Tab>('guides');
  const panel = useRef<HTMLDivElement>(null);
  const why = hindrance(call.state.value);

  // In the turn of the chord itself, before the next key: an agent types on without a pause.
  const chord = useRef(false);
  const focusFirst = () => panel.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  useLayoutEffect(() => {
    if (chord.current) focusFirst();
    chord.current = false;
  }, [tab.value]);
  function open(next: Tab): void {
    chord.current = tab.value !== next;
    tab.value = next;
    if (!chord.current) focusFirst();
  }
  useChord('guides', () => open('guides'));
  useChord('page', () => open('page'));
  useChord('note', () => open('note'));
  useChord('picture', () => open('picture'));
  useChord('consents', () => open('consents'));

  return (
    <section class="column library" aria-label={text.library}>
      <div class="library-top">
        <Tabs
          open={tab.value}
          onOpen={(next) => {
            tab.value = next;
          }}
        />
        <div
          ref={panel}
          id="library-panel"
          class="panel"
          role="tabpanel"
          aria-labelledby={`tab-${tab.value}`}
        >
          <Panel tab={tab.value} call={call} me={me} />
        </div>
        {why === 'before' || why === 'unmatched' ? <p class="hint panel-foot">{stage[why]}</p> : null}
        <Refusal call={call} area="library" />
        <MissingConsent call={call} />
      </div>
      <Photos call={call} me={me} />
    </section>
  );
}

function Panel({ tab, call, me }: CallProps & { tab: Tab }) {
  switch (tab) {
    case 'guides':
      return <LibraryGuides call={call} me={me} />;
    case 'page':
      return <LibraryPage call={call} me={me} />;
    case 'note':
      return <LibraryNote call={call} />;
    case 'picture':
      return <LibraryPicture call={call} />;
    case 'consents':
      return <LibraryConsents call={call} />;
    default:
      return tab satisfies never;
  }
}

function Tabs({ open, onOpen }: { open: Tab; onOpen: (tab: Tab) => void }) {
  const { library, call } = messages.value;
  const list = useRef<HTMLDivElement>(null);
  function step(by: number): void {
    const next = TABS[(TABS.indexOf(open) + by + TABS.length) % TABS.length] ?? 'guides';
    onOpen(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }
  return (
    <div ref={list} class="tabs" role="tablist" aria-label={call.library}>
      {TABS.map((tab) => (
        <button
          key={tab}
          id={`tab-${tab}`}
          type="button"
          role="tab"
          class="tab"
          aria-selected={tab === open}
          aria-controls="library-panel"
          aria-keyshortcuts={keyShortcut(tab)}
          tabIndex={tab === open ? 0 : -1}
          onClick={() => onOpen(tab)}
          onKeyDown={(event) => {
            if (event.altKey) return;
            if (event.key === 'ArrowRight') step(1);
            if (event.key === 'ArrowLeft') step(-1);
          }}
        >
          <Icon name={ICONS[tab]} />
          <span>{library.tabs[tab]}</span>
        </button>
      ))}
    </div>
  );
}

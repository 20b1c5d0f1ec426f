/** Guides: search as you type, or the matter's, the recent and the others; one is previewed before it is shown. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { GuideSummary } from '../../../protocol/guide.ts';
import type { Language } from '../../../protocol/language.ts';
import { guides, loadGuides, recentGuides } from '../../model/guides.ts';
import { findGuides, shelve } from '../../pure/search.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { GuidePreview } from './guide-preview.tsx';

export function LibraryGuides({ call, me }: CallProps) {
  const { library: text, loading, retry } = messages.value;
  const query = useSignal('');
  const chosen = useSignal<GuideSummary | undefined>(undefined);
  const root = useRef<HTMLDivElement>(null);
  const known = guides.value;
  if (known === 'loading') return <p class="soft">{loading}</p>;
  if (known === 'failed') {
    return (
      <p class="refusal">
        {text.failed} <Button onClick={() => void loadGuides()}>{retry}</Button>
      </p>
    );
  }

  function backToList(): void {
    const before = chosen.value;
    chosen.value = undefined;
    requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>(`[data-guide="${before?.id}"]`)?.focus(),
    );
  }

  return (
    <div ref={root} class="guides">
      <label class="search">
        <Icon name="search" />
        <input
          data-first
          type="search"
          autocomplete="off"
          aria-label={text.search}
          placeholder={text.search}
          value={query.value}
          onInput={(event) => {
            query.value = event.currentTarget.value;
            chosen.value = undefined;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
            event.preventDefault();
            focusGuide(root.current, 0);
          }}
        />
      </label>
      {chosen.value ? (
        <GuidePreview key={chosen.value.id} call={call} me={me} guide={chosen.value} onBack={backToList} />
      ) : (
        <Shelves
          call={call}
          known={known}
          query={query.value}
          onChoose={(guide) => {
            chosen.value = guide;
          }}
          onMove={(by) => moveFocus(root.current, by)}
        />
      )}
    </div>
  );
}

function items(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[data-guide]') ?? [])];
}

function focusGuide(root: HTMLElement | null, place: number): void {
  items(root)[place]?.focus();
}

/** Above the first guide is the search field. */
function moveFocus(root: HTMLElement | null, by: 1 | -1): void {
  const all = items(root);
  const next = all.findIndex((item) => item.matches(':focus')) + by;
  if (next < 0) root?.querySelector<HTMLElement>('[data-first]')?.focus();
  else all[next]?.focus();
}

interface ShelvesProps extends Pick<CallProps, 'call'> {
  readonly known: readonly GuideSummary[];
  readonly query: string;
  readonly onChoose: (guide: GuideSummary) => void;
  readonly onMove: (by: 1 | -1) => void;
}

function Shelves({ call, known, query, onChoose, onMove }: ShelvesProps) {
  const { library: text } = messages.value;
  const state = call.state.value;
  if (!('language' in state)) return null;
  const shelf = (title: string, list: readonly GuideSummary[]) => (
    <Shelf title={title} list={list} language={state.language} onChoose={onChoose} onMove={onMove} />
  );
  if (query.trim() !== '') {
    const found = findGuides(known, query);
    return (
      <>
        <p class="hidden" role="status">
          {found.length > 0 ? text.found(found.length) : text.nothing}
        </p>
        {found.length > 0 ? shelf(text.found(found.length), found) : <p class="soft">{text.nothing}</p>}
      </>
    );
  }
  const { matter, recent, rest } = shelve(known, state.category, recentGuides.value);
  return (
    <>
      {shelf(text.matter, matter)}
      {shelf(text.recent, recent)}
      {shelf(text.rest, rest)}
    </>
  );
}

interface ShelfProps extends Pick<ShelvesProps, 'onChoose' | 'onMove'> {
  readonly title: string;
  readonly list: readonly GuideSummary[];
  readonly language: Language;
}

function Shelf({ title, list, language, onChoose, onMove }: ShelfProps) {
  const { library: text } = messages.value;
  if (list.length === 0) return null;
  return (
    <section class="shelf">
      <h3>{title}</h3>
      <ul>
        {list.map((guide) => (
          <li key={guide.id}>
            <button
              type="button"
              class="guide-row"
              data-guide={guide.id}
              onClick={() => onChoose(guide)}
              onKeyDown={(event) => {
                if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
                event.preventDefault();
                onMove(event.key === 'ArrowDown' ? 1 : -1);
              }}
            >
              <span lang={language}>{guide.titles[language]}</span>
              <span class="soft number">{text.steps(guide.steps)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

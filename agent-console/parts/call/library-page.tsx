/** Pages: suggestions of the allow-list, or another address on an allowed host. */
import { useSignal } from '@preact/signals';
import { checkAddress } from '../../pure/page-address.ts';
import { hindrance } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { Icon } from '../icon.tsx';

export function LibraryPage({ call, me }: CallProps) {
  const { library: text } = messages.value;
  const state = call.state.value;
  const language = 'language' in state ? state.language : 'lv';
  // Not while a command is under way: commands go in order, and a button that is off takes no focus from a chord.
  const disabled = hindrance(state) !== undefined;
  const show = (url: string, title: string) => call.run('library', { type: 'ShowPage', url, title });
  const suggestions = me.pages.flatMap((page) =>
    page.suggestions.map((one) => ({ ...one, host: page.host })),
  );
  return (
    <div class="pages">
      <p class="hint">{text.pageHint}</p>
      <section class="shelf">
        <h3>{text.suggestions}</h3>
        <ul>
          {suggestions.map((one, place) => (
            <li key={one.url}>
              <button
                type="button"
                class="guide-row"
                disabled={disabled}
                {...(place === 0 ? { 'data-first': true } : {})}
                onClick={() => void show(one.url, one.title[language])}
              >
                <span lang={language}>
                  <Icon name="page" /> {one.title[language]}
                </span>
                <span class="soft">{one.host}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <OwnAddress me={me} disabled={disabled} onShow={show} />
    </div>
  );
}

interface OwnProps extends Pick<CallProps, 'me'> {
  readonly disabled: boolean;
  readonly onShow: (url: string, title: string) => Promise<boolean>;
}

function OwnAddress({ me, disabled, onShow }: OwnProps) {
  const { library: text } = messages.value;
  const address = useSignal('');
  const title = useSignal('');
  const problem = useSignal<'not-an-address' | 'host-not-allowed' | undefined>(undefined);

  async function submit(): Promise<void> {
    const checked = checkAddress(address.value, me.pages);
    problem.value = checked.ok ? undefined : checked.why;
    if (!checked.ok) return;
    const shown = await onShow(checked.url, title.value.trim() || checked.host);
    if (shown) {
      address.value = '';
      title.value = '';
    }
  }
  return (
    <form
      class="own"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class="field">
        <span>{text.ownAddress}</span>
        <input
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          required
          value={address.value}
          aria-invalid={problem.value !== undefined}
          aria-describedby="address-hint"
          onInput={(event) => {
            address.value = event.currentTarget.value;
            problem.value = undefined;
          }}
        />
        <span id="address-hint" class={problem.value ? 'refusal' : 'hint'}>
          {problem.value
            ? text[problem.value]
            : text.addressHint(me.pages.map((page) => page.host).join(', '))}
        </span>
      </label>
      <label class="field">
        <span>{text.addressTitle}</span>
        <input
          autocomplete="off"
          maxLength={80}
          value={title.value}
          onInput={(event) => {
            title.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="button" disabled={disabled}>
        {text.showPage}
      </button>
    </form>
  );
}

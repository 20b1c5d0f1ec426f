/** Consents that the caller can be asked for; only their own finger answers. And what needs one: use and router. */
import { useEffect } from 'preact/hooks';
import { consents, loadConsents } from '../../model/consents.ts';
import { hindrance, joinedOf } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages, uiLanguage } from '../../text/language.ts';
import { Button } from '../button.tsx';

export function LibraryConsents({ call }: Pick<CallProps, 'call'>) {
  const { consents: text, library, loading, retry } = messages.value;
  useEffect(() => void loadConsents(), []);
  const known = consents.value;
  const state = call.state.value;
  const disabled = hindrance(state) !== undefined || call.pending.value.has('library');
  const stage = joinedOf(state)?.stage;
  if (known === 'loading') return <p class="soft">{loading}</p>;
  if (known === 'failed') {
    return (
      <p class="refusal">
        {library.failed} <Button onClick={() => void loadConsents()}>{retry}</Button>
      </p>
    );
  }
  return (
    <div class="own">
      <p class="hint">{text.lead}</p>
      <ul class="consents">
        {known.map(({ purpose, titles }, place) => (
          <li key={purpose}>
            <button
              type="button"
              class="button plain"
              disabled={disabled}
              {...(place === 0 ? { 'data-first': true } : {})}
              onClick={() => void call.run('library', { type: 'ShowConsentCard', purpose })}
            >
              {titles[uiLanguage.value]}
            </button>
            {stage?.kind === 'consent' && stage.purpose === purpose ? (
              <span class="chip">{library.onStage}</span>
            ) : null}
          </li>
        ))}
      </ul>
      <p class="hint">{text.diagnosticsLead}</p>
      <Button
        kind="plain"
        disabled={disabled}
        onClick={() => void call.run('library', { type: 'ShowDiagnostics' })}
      >
        {text.diagnostics}
      </Button>
    </div>
  );
}

/** What a refused command would need: which consent, a button to ask for it, and one to try again once it is given. */
import { useEffect } from 'preact/hooks';
import { consents, loadConsents } from '../../model/consents.ts';
import { joinedOf } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages, uiLanguage } from '../../text/language.ts';
import { Button } from '../button.tsx';

export function MissingConsent({ call }: Pick<CallProps, 'call'>) {
  const { consents: text } = messages.value;
  const needs = call.needs.value;
  useEffect(() => {
    if (needs) void loadConsents();
  }, [needs]);
  if (!needs) return null;
  const { purpose, channel } = needs.missing;
  const known = consents.value;
  const found = typeof known === 'object' ? known.find((one) => one.purpose === purpose) : undefined;
  const title = found?.titles[uiLanguage.value] ?? purpose;
  const stage = joinedOf(call.state.value)?.stage;
  const asked = stage?.kind === 'consent' && stage.purpose === purpose ? stage : undefined;
  const disabled = call.pending.value.has('library');
  return (
    <div class="missing-consent">
      <p>
        {text.missing} <strong>{title}</strong>
        {channel ? ` (${text.channels[channel]})` : ''}
      </p>
      {asked?.outcome === 'given' ? (
        <Button
          kind="main"
          disabled={disabled}
          autofocus
          onClick={() => void call.run('library', needs.command)}
        >
          {needs.command.type === 'ShowDiagnostics' ? text.showDiagnostics : text.showOffer}
        </Button>
      ) : (
        <Button
          kind="main"
          disabled={disabled || (asked !== undefined && asked.outcome === undefined)}
          onClick={() => void call.run('library', { type: 'ShowConsentCard', purpose })}
        >
          {text.ask}
        </Button>
      )}
    </div>
  );
}

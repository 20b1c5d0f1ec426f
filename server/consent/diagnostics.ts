/** The diagnostics card: what the operator's systems say of the line, read and shown only with `metadata` in force. */
import { refuse } from '../../protocol/errors.ts';
import type { Diagnostics } from '../ports.ts';
import type { Guard } from '../privacy/recorded-guard.ts';
import type { ExecuteOptions, Outcome } from '../session/sessions.ts';
import { type ConsentsInCall, USES } from './in-call.ts';

export type ShowDiagnostics = (session: string, staff: string, options: ExecuteOptions) => Promise<Outcome>;

export interface DiagnosticsDeps {
  readonly inCall: Pick<ConsentsInCall, 'use'>;
  readonly guard: Guard;
  readonly diagnostics: Diagnostics;
  readonly newId: () => string;
}

export function createShowDiagnostics({
  inCall,
  guard,
  diagnostics,
  newId,
}: DiagnosticsDeps): ShowDiagnostics {
  return (session, staff, options) =>
    inCall.use(
      session,
      staff,
      USES.diagnostics,
      async (checked, { controller, number = '' }) => {
        const asker = { who: 'agent', controller, own: true, staff } as const;
        const of = { session, controller, consents: { metadata: checked.answer } };
        const granted = await guard.ask(asker, 'metadata', 'diagnostics', 'read', of);
        if (!granted.ok) return granted;
        const reading = await diagnostics.of(controller, number);
        if (!reading) return refuse('diagnostics_unknown');
        return { type: 'PutDiagnostics', showing: newId(), reading, checked };
      },
      options,
    );
}

/** Ways in while the caller has not accepted: the link again, or six digits to read out. */
import type { CallProps } from '../../screens/call.tsx';
import { messages, span } from '../../text/language.ts';
import { ChordButton } from '../button.tsx';
import { Refusal } from './refusal.tsx';

/** `123456` as it is read out: `123 456`. */
export function groupCode(code: string): string {
  return code.replace(/^(\d{3})(\d{3})$/, '$1 $2');
}

export function InvitationTools({ call, me }: CallProps) {
  const { invite } = messages.value;
  const state = call.state.value;
  const busy = call.pending.value.has('invite');
  const invitation = 'invitation' in state ? state.invitation : undefined;
  const left = invitation ? invitation.expiresAt - call.now.value : 0;
  return (
    <section class="invite">
      {invitation?.code ? <SpokenCode code={invitation.code} address={me.codeAddress} left={left} /> : null}
      {invitation && !invitation.code ? (
        <p class="hint">{left > 0 ? invite.linkUntil(span(left)) : invite.expired}</p>
      ) : null}
      <div class="row">
        <ChordButton
          chord="sendAgain"
          disabled={busy}
          onClick={() => void call.run('invite', { type: 'SendInvitation' })}
        >
          {invite.again}
        </ChordButton>
        <ChordButton
          chord="spokenCode"
          disabled={busy}
          onClick={() => void call.run('invite', { type: 'IssueSpokenCode' })}
        >
          {invitation?.code ? invite.newCode : invite.code}
        </ChordButton>
      </div>
      <Refusal call={call} area="invite" />
    </section>
  );
}

function SpokenCode({ code, address, left }: { code: string; address: string; left: number }) {
  const { invite } = messages.value;
  return (
    <dl class="spoken-code">
      <div>
        <dt>{invite.address}</dt>
        <dd class="spoken-address">{address}</dd>
      </div>
      <div>
        <dt>
          {invite.codeTitle}{' '}
          <span class="number">{left > 0 ? invite.until(span(left)) : invite.expired}</span>
        </dt>
        <dd class="spoken-digits" data-expired={left <= 0}>
          {groupCode(code)}
        </dd>
      </div>
    </dl>
  );
}

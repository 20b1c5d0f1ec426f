/** Requests of colleagues that wait for this reviewer: openings, holds, liftings, periods. */
import { useSignal } from '@preact/signals';
import type { PeriodProposal } from '../../protocol/periods.ts';
import type { Hold, Opening } from '../../protocol/review.ts';
import { post } from '../model/api.ts';
import { Button } from '../parts/button.tsx';
import { act, holds, open, openings, periods } from './model.ts';
import { moment, words } from './words.ts';

export function Waiting() {
  const asked = openings.value?.openings.filter(({ state, own }) => state === 'waiting' && !own) ?? [];
  const held = holds.value.filter(
    ({ state, own }) => !own && (state === 'requested' || state === 'lift-requested'),
  );
  const proposal = periods.value?.proposal;
  const proposed = proposal !== undefined && !proposal.own;
  if (asked.length + held.length === 0 && !proposed) return null;
  const { waiting: text } = words.value;
  return (
    <section class="waiting" aria-label={text.title}>
      <h2>{text.title}</h2>
      <ul>
        {asked.map((opening) => (
          <WaitingOpening key={opening.id} opening={opening} />
        ))}
        {held.map((hold) => (
          <WaitingHold key={hold.id} hold={hold} />
        ))}
        {proposed ? <WaitingPeriods proposal={proposal} /> : null}
      </ul>
    </section>
  );
}

function WaitingOpening({ opening }: { opening: Opening }) {
  const { waiting: text, purposes } = words.value;
  const refusing = useSignal(false);
  const address = `/api/review/access/${opening.id}`;
  return (
    <li>
      <p>
        <strong>{text.asks(opening.requestedBy)}</strong>{' '}
        <span class="soft">{moment(opening.requestedAt)}</span>
      </p>
      <p>
        {purposes[opening.purpose]} · <b>{opening.caseReference}</b> · {opening.reason}
      </p>
      <div class="actions">
        <Button kind="main" small onClick={() => void act(post(`${address}/approve`, {}))}>
          {text.approve}
        </Button>
        <Button
          small
          onClick={() => {
            refusing.value = !refusing.value;
          }}
        >
          {text.refuse}
        </Button>
        <Button kind="quiet" small onClick={() => open(`session/${opening.session}`)}>
          {text.look}
        </Button>
      </div>
      {refusing.value ? (
        <ReasonForm
          label={text.why}
          action={text.refuse}
          onReason={(why) => act(post(`${address}/refuse`, { why }))}
        />
      ) : null}
    </li>
  );
}

function WaitingHold({ hold }: { hold: Hold }) {
  const { waiting: text } = words.value;
  const lifting = hold.state === 'lift-requested';
  const by = (lifting ? hold.liftRequested : hold.requested)?.name ?? '';
  const step = lifting ? 'approve-lift' : 'approve';
  return (
    <li>
      <p>
        <strong>{lifting ? text.asksLift(by) : text.asksHold(by)}</strong>
      </p>
      <p>{lifting ? hold.liftReason : hold.reason}</p>
      <div class="actions">
        <Button kind="main" small onClick={() => void act(post(`/api/review/holds/${hold.id}/${step}`, {}))}>
          {text.approve}
        </Button>
        <Button kind="quiet" small onClick={() => open(`session/${hold.session}`)}>
          {text.look}
        </Button>
      </div>
    </li>
  );
}

/** Nobody approves this without having seen what it does: the page about periods says it. */
function WaitingPeriods({ proposal }: { proposal: PeriodProposal }) {
  const { waiting: text } = words.value;
  return (
    <li>
      <p>
        <strong>{text.asksPeriods(proposal.proposed.name ?? '')}</strong>{' '}
        <span class="soft">{moment(proposal.proposed.at)}</span>
      </p>
      <p>{proposal.reason}</p>
      <div class="actions">
        <Button kind="quiet" small onClick={() => open('periods')}>
          {text.lookPeriods}
        </Button>
      </div>
    </li>
  );
}

interface ReasonFormProps {
  readonly label: string;
  readonly action: string;
  readonly onReason: (reason: string) => Promise<boolean>;
}

/** One field that must be filled, and a button. */
export function ReasonForm({ label, action, onReason }: ReasonFormProps) {
  const busy = useSignal(false);
  return (
    <form
      class="reason"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        busy.value = true;
        void onReason(String(new FormData(form).get('reason'))).then((done) => {
          busy.value = false;
          if (done) form.reset();
        });
      }}
    >
      <label class="field">
        <span>{label}</span>
        <input name="reason" maxLength={500} required autocomplete="off" />
      </label>
      <button type="submit" class="button" disabled={busy.value}>
        {action}
      </button>
    </form>
  );
}

/** Retention periods: those in force, the change that waits, what a change would do, and all earlier ones. */
import { useSignal } from '@preact/signals';
import {
  PERIOD_KINDS,
  type PeriodProposal,
  type PeriodRecord,
  type PeriodsView,
} from '../../../protocol/periods.ts';
import { post } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { act, periods } from '../model.ts';
import { ReasonForm } from '../waiting.tsx';
import { moment, period } from '../words.ts';
import { EffectsOf } from './effects.tsx';
import { ProposeForm } from './form.tsx';
import { Scroll } from './scroll.tsx';
import { periodWords } from './words.ts';

export function PeriodsPage() {
  const text = periodWords.value;
  const asking = useSignal(false);
  const view = periods.value;
  return (
    <div class="periods">
      <h1>
        {text.title} <span class="article">{text.law}</span>
      </h1>
      <p class="soft">{text.lead}</p>
      {view ? (
        <>
          {view.proposal ? <Proposal view={view} proposal={view.proposal} /> : null}
          <InForce view={view} />
          {view.proposal ? null : (
            <section>
              <Button
                small
                onClick={() => {
                  asking.value = !asking.value;
                }}
              >
                {text.propose}
              </Button>
              {asking.value ? (
                <ProposeForm
                  current={view.current}
                  onDone={() => {
                    asking.value = false;
                  }}
                />
              ) : null}
            </section>
          )}
          <History view={view} />
        </>
      ) : null}
    </div>
  );
}

function InForce({ view }: { view: PeriodsView }) {
  const text = periodWords.value;
  const { current, limits } = view;
  return (
    <section>
      <h2>
        {text.current}: {text.version(current.version)}
      </h2>
      <p class="soft">{madeBy(current)}</p>
      {view.redating ? <p role="status">{text.redating}</p> : null}
      <Scroll label={text.current}>
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">{text.columns.what}</th>
              <th scope="col">{text.columns.period}</th>
              <th scope="col">{text.columns.limits}</th>
            </tr>
          </thead>
          <tbody>
            {limits.map(({ what, shortest, longest }) => (
              <tr key={what}>
                <th scope="row">{text.what[what]}</th>
                <td>{period(current.periods[what])}</td>
                <td>{text.limits(period(shortest), period(longest))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="soft">{text.fromEnd}</p>
    </section>
  );
}

function Proposal({ view, proposal }: { view: PeriodsView; proposal: PeriodProposal }) {
  const text = periodWords.value;
  const refusing = useSignal(false);
  const address = `/api/review/periods/${proposal.id}`;
  return (
    <section class="waiting" aria-label={text.proposal}>
      <h2>{text.proposal}</h2>
      <p>
        {proposal.reason}{' '}
        <span class="soft">{text.by(proposal.proposed.name ?? '', moment(proposal.proposed.at))}</span>
      </p>
      {proposal.prolongReason ? (
        <p>
          <strong>{text.prolonged}:</strong> {proposal.prolongReason}
        </p>
      ) : null}
      <Scroll label={text.columns.proposed}>
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">{text.columns.what}</th>
              <th scope="col">{text.current}</th>
              <th scope="col">{text.columns.proposed}</th>
            </tr>
          </thead>
          <tbody>
            {PERIOD_KINDS.map((what) => (
              <tr key={what}>
                <th scope="row">{text.what[what]}</th>
                <td>{period(view.current.periods[what])}</td>
                <td>
                  {proposal.periods[what] === view.current.periods[what] ? (
                    period(proposal.periods[what])
                  ) : (
                    <strong>{period(proposal.periods[what])}</strong>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <EffectsOf change={proposal} />
      {proposal.own ? (
        <>
          <p>{text.ownProposal}</p>
          <Button small onClick={() => void act(post(`${address}/withdraw`, {}))}>
            {text.withdraw}
          </Button>
        </>
      ) : (
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
        </div>
      )}
      {refusing.value && !proposal.own ? (
        <ReasonForm
          label={text.why}
          action={text.refuse}
          onReason={(why) => act(post(`${address}/refuse`, { why }))}
        />
      ) : null}
    </section>
  );
}

function History({ view }: { view: PeriodsView }) {
  const text = periodWords.value;
  const earlier = view.history.filter(({ version }) => version !== view.current.version);
  return (
    <section>
      <h2>{text.history}</h2>
      {earlier.length === 0 ? <p class="soft">{text.none}</p> : null}
      <ul class="past">
        {earlier.map((record) => (
          <li key={record.version}>
            <strong>{text.version(record.version)}</strong> ·{' '}
            {PERIOD_KINDS.map((what) => `${text.what[what]}: ${period(record.periods[what])}`).join(' · ')}
            <div class="soft">{madeBy(record)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Since when, by whom and why. */
function madeBy({ proposed, approved, reason, prolongReason }: PeriodRecord): string {
  const text = periodWords.value;
  if (!proposed || !approved) return text.table;
  const since = text.since(moment(approved.at), proposed.name ?? '', approved.name ?? '');
  const prolonged = prolongReason === undefined ? [] : [`${text.prolonged}: ${prolongReason}`];
  return [since, `${text.reason}: ${reason ?? ''}`, ...prolonged].join(' · ');
}

/** The envelope: closed content, the request to open it, the clock, and what is inside while it is open. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Me } from '../../protocol/http.ts';
import {
  type OpenedSession,
  type Opening,
  type Openings,
  REVIEW_PURPOSES,
  type RequestOpening,
  type ReviewSession,
} from '../../protocol/review.ts';
import { get, post } from '../model/api.ts';
import { tick } from '../model/clock.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { span } from '../text/language.ts';
import { act, openings, problem, query } from './model.ts';
import { Replay } from './replay.tsx';
import { moment, words } from './words.ts';

interface Opened {
  readonly id: string;
  readonly session: OpenedSession;
}

export function Envelope({ me, session }: { me: Me; session: ReviewSession }) {
  const { opening: text } = words.value;
  const asking = useSignal(false);
  const opened = useSignal<Opened | undefined>(undefined);
  const past = usePast(session.session);
  const now = tick.value + (openings.value?.skew ?? 0);
  const mine = past.filter(({ own }) => own);
  const inForce = mine.find(({ state, until }) => state === 'open' && until !== undefined && now < until);
  const left = (opened.value?.session.until ?? inForce?.until ?? 0) - now;
  const isOver = opened.value !== undefined && left <= 0;
  // What was open must not stay on the screen of whoever left the desk.
  useEffect(() => {
    if (!isOver) return;
    opened.value = undefined;
    problem.value = text.over;
  }, [isOver]);

  async function look(id: string): Promise<void> {
    const answer = await get<OpenedSession>(`/api/review/access/${id}/session`);
    problem.value = answer.ok ? undefined : answer.sentence;
    if (answer.ok) opened.value = { id, session: answer.value };
  }

  if (opened.value && !isOver) {
    return (
      <section class="envelope" data-open="true">
        <p class="clock" role="timer">
          {text.clock} <b class="number">{span(left)}</b>
        </p>
        <Replay me={me} access={opened.value.id} events={opened.value.session.events} />
      </section>
    );
  }
  const alone = openings.value?.secondPerson === false;
  const waits = mine.some(({ state }) => state === 'waiting');
  return (
    <section class="envelope" data-open="false">
      <h2>{text.title}</h2>
      {session.status === 'erased' ? <p>{text.gone}</p> : <p>{alone ? text.leadAlone : text.lead}</p>}
      {waits ? <p role="status">{text.waits}</p> : null}
      <div class="actions">
        {inForce ? (
          <>
            <Button kind="main" onClick={() => void look(inForce.id)}>
              {text.open}
            </Button>
            <span>
              {text.clock} <b class="number">{span(left)}</b>
            </span>
          </>
        ) : null}
        {session.status === 'erased' || waits || inForce ? null : (
          <Button
            kind="main"
            onClick={() => {
              asking.value = true;
            }}
          >
            {text.ask}
          </Button>
        )}
      </div>
      <Past openings={past} />
      {asking.value ? (
        <AskDialog
          session={session.session}
          onClose={() => {
            asking.value = false;
          }}
        />
      ) : null}
    </section>
  );
}

/** This session's requests, loaded anew whenever any request anywhere changed. */
function usePast(session: string): readonly Opening[] {
  const past = useSignal<readonly Opening[]>([]);
  const seen = openings.value?.openings.map(({ id, state }) => `${id}${state}`).join();
  useEffect(() => {
    void get<Openings>(`/api/review/access?session=${session}`).then((answer) => {
      if (answer.ok) past.value = answer.value.openings;
    });
  }, [session, seen]);
  return past.value;
}

function Past({ openings: past }: { openings: readonly Opening[] }) {
  const { opening: text, openingStates, purposes } = words.value;
  if (past.length === 0) return null;
  return (
    <details>
      <summary>
        {text.past} ({past.length})
      </summary>
      <ul class="past">
        {past.map((one) => (
          <li key={one.id}>
            <strong>{openingStates[one.state]}</strong> · {purposes[one.purpose]} · {one.caseReference} ·{' '}
            {one.reason}{' '}
            <span class="soft">
              {one.requestedBy}, {moment(one.requestedAt)}
              {one.decidedBy ? ` → ${one.decidedBy}` : one.approvedBy === 'rule' ? ` → ${text.byRule}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function AskDialog({ session, onClose }: { session: string; onClose: () => void }) {
  const { opening: text, purposes } = words.value;
  const busy = useSignal(false);

  async function send(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const purpose = REVIEW_PURPOSES.find((one) => one === fields.get('purpose'));
    if (!purpose) return;
    const request: RequestOpening = {
      session,
      purpose,
      caseReference: String(fields.get('case')),
      reason: String(fields.get('reason')),
    };
    busy.value = true;
    const done = await act(post('/api/review/access', request));
    busy.value = false;
    if (done) onClose();
  }

  return (
    <Dialog title={text.dialog} onClose={onClose}>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <fieldset class="field">
          <legend>{text.purpose}</legend>
          {REVIEW_PURPOSES.map((purpose, place) => (
            <label key={purpose} class="inline">
              <input type="radio" name="purpose" value={purpose} required defaultChecked={place === 0} />{' '}
              {purposes[purpose]}
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>{text.case}</span>
          <input
            name="case"
            maxLength={80}
            required
            autocomplete="off"
            // Whoever comes from the audit brings its reference along; its purpose is the first one.
            defaultValue={query.value.case ?? ''}
          />
        </label>
        <label class="field">
          <span>{text.reason}</span>
          <textarea name="reason" rows={3} maxLength={500} required aria-describedby="reason-hint" />
          <span class="hint" id="reason-hint">
            {openings.value?.secondPerson === false ? text.reasonHintAlone : text.reasonHint}
          </span>
        </label>
        <p class="refusal" role="alert">
          {problem.value}
        </p>
        <button type="submit" class="button main" disabled={busy.value}>
          {text.send}
        </button>
      </form>
    </Dialog>
  );
}

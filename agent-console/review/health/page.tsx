/** How the ledger is: the newest checkpoint, full verifications, proofs, and what an outside verifier needs. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  type CheckpointLine,
  COVERED_WITHIN_MS,
  type LedgerFigures,
  type LedgerHealth,
  type Verification,
} from '../../../protocol/ledger.ts';
import { get, post } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { messages } from '../../text/language.ts';
import { act, problem } from '../model.ts';
import { moment } from '../words.ts';
import { Outside, Proofs } from './proofs.tsx';
import { healthWords } from './words.ts';

/** Milliseconds between looks: often while a verification is under way, so that its progress moves. */
const EVERY = { busy: 500, calm: 5000 } as const;

export function HealthPage() {
  const text = healthWords.value;
  const health = useSignal<LedgerHealth | undefined>(undefined);
  const points = useSignal<readonly CheckpointLine[]>([]);
  const busy = health.value?.verifications[0]?.state === 'under-way';
  useEffect(() => {
    void look(health, points);
    const timer = setInterval(() => void look(health, points), busy ? EVERY.busy : EVERY.calm);
    return () => clearInterval(timer);
  }, [busy]);
  if (!health.value) return <p class="soft">{messages.value.loading}</p>;
  const { verifications, publicKey } = health.value;
  const [newest, ...earlier] = verifications;
  return (
    <>
      <h1>
        {text.title} <span class="article">{text.law}</span>
      </h1>
      <p class="soft">{text.lead}</p>
      <div class="halves">
        <Now health={health.value} />
        <section class="ask">
          <h2>{text.last}</h2>
          {newest ? <Result of={newest} /> : <p>{text.never}</p>}
          <div class="actions">
            <Button
              kind="main"
              disabled={busy}
              onClick={() => void act(post('/api/review/ledger/verify', {})).then(() => look(health, points))}
            >
              {text.verify}
            </Button>
          </div>
          <p class="soft">{text.note}</p>
        </section>
      </div>
      <Proofs points={points.value} />
      <Outside publicKey={publicKey} />
      {earlier.length > 0 ? <History of={earlier} /> : null}
    </>
  );
}

async function look(
  health: Signal<LedgerHealth | undefined>,
  points: Signal<readonly CheckpointLine[]>,
): Promise<void> {
  const [answer, lines] = await Promise.all([
    get<LedgerHealth>('/api/review/ledger'),
    get<readonly CheckpointLine[]>('/api/review/ledger/checkpoints.json'),
  ]);
  if (lines.ok) points.value = lines.value;
  if (answer.ok) health.value = answer.value;
  else problem.value = answer.sentence;
}

function Now({ health: { now, checkpoint, uncoveredSince } }: { health: LedgerHealth }) {
  const text = healthWords.value;
  const seconds = (at: number) => Math.max(0, Math.round((now - at) / 1000));
  const late = uncoveredSince !== undefined && now - uncoveredSince > COVERED_WITHIN_MS;
  return (
    <section class="ask">
      <h2>{text.now}</h2>
      <dl class="facts">
        <div>
          <dt>{text.checkpoint}</dt>
          <dd>
            {checkpoint
              ? `${moment(checkpoint.at, true)} (${text.ago(seconds(checkpoint.at))})`
              : text.noCheckpoint}
          </dd>
        </div>
        {checkpoint ? (
          <div>
            <dt>{text.size}</dt>
            <dd class="number">{checkpoint.size}</dd>
          </div>
        ) : null}
        <div>
          <dt>{text.covered}</dt>
          <dd>
            {uncoveredSince === undefined
              ? text.allCovered
              : text.since(moment(uncoveredSince, true), seconds(uncoveredSince))}
          </dd>
        </div>
      </dl>
      {late ? <p class="refusal">{text.tooLong}</p> : null}
    </section>
  );
}

function Result({ of }: { of: Verification }) {
  const text = healthWords.value;
  const { progress, figures } = of;
  return (
    <>
      <p role="status">
        <strong>{text.states[of.state]}</strong> · {moment(of.finishedAt ?? of.startedAt, true)} ·{' '}
        {of.by ?? text.daily}
      </p>
      {of.state === 'under-way' ? (
        <p>
          <progress
            aria-label={text.states['under-way']}
            {...(progress ? { value: progress.done, max: Math.max(1, progress.of) } : {})}
          />{' '}
          <span class="soft">{progress ? text.progress(progress.done, progress.of) : text.waiting}</span>
        </p>
      ) : null}
      {figures ? <Figures of={figures} /> : null}
    </>
  );
}

const COUNTS = [
  'streams',
  'skeletons',
  'entries',
  'opened',
  'objects',
  'objectsErased',
  'checkpoints',
  'uncoveredEntries',
  'faults',
] as const;

function Figures({ of }: { of: LedgerFigures }) {
  const text = healthWords.value;
  return (
    <>
      <dl class="facts">
        {COUNTS.map((count) => (
          <div key={count}>
            <dt>{text.figures[count]}</dt>
            <dd class="number">{of[count]}</dd>
          </div>
        ))}
      </dl>
      {of.named.length > 0 ? (
        <>
          <h3>{text.named}</h3>
          <ul>
            {of.named.map((name) => (
              <li key={name} class="hash">
                {name}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {of.restored.map(({ at, lost }) => (
        <p key={at} class="refusal">
          {text.restored(moment(at), lost)}
        </p>
      ))}
    </>
  );
}

function History({ of }: { of: readonly Verification[] }) {
  const text = healthWords.value;
  return (
    <section class="ask">
      <h2>{text.history}</h2>
      <div class="scroll">
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">{text.columns.at}</th>
              <th scope="col">{text.columns.by}</th>
              <th scope="col">{text.columns.state}</th>
              <th scope="col" class="number">
                {text.columns.entries}
              </th>
            </tr>
          </thead>
          <tbody>
            {of.map((one) => (
              <tr key={one.id}>
                <th scope="row">{moment(one.startedAt, true)}</th>
                <td>{one.by ?? text.daily}</td>
                <td>{text.states[one.state]}</td>
                <td class="number">{one.figures?.entries ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

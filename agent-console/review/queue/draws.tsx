/** The draws, and each made again for whoever doubts it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AuditDraw, AuditProof } from '../../../protocol/audit.ts';
import { get } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { messages } from '../../text/language.ts';
import { problem } from '../model.ts';
import { day, moment } from '../words.ts';
import { noonOf, queueText } from './words.ts';

export function DrawsView() {
  const text = queueText.value;
  const draws = useSignal<readonly AuditDraw[] | undefined>(undefined);
  const proof = useSignal<AuditProof | undefined>(undefined);
  useEffect(() => {
    void get<readonly AuditDraw[]>('/api/review/queue/draws').then((answer) => {
      if (answer.ok) draws.value = answer.value;
    });
  }, []);

  async function prove(of: string): Promise<void> {
    const answer = await get<AuditProof>(`/api/review/queue/draws/${of}`);
    problem.value = answer.ok ? undefined : answer.sentence;
    if (answer.ok) proof.value = answer.value;
  }

  if (!draws.value) return <p class="soft">{messages.value.loading}</p>;
  if (draws.value.length === 0) return <p class="soft">{text.none.draws}</p>;
  return (
    <>
      <div class="scroll">
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">{text.columns.day}</th>
              <th scope="col" class="number">
                {text.columns.sessions}
              </th>
              <th scope="col">{text.columns.drawn}</th>
              <th scope="col">{text.columns.proof}</th>
            </tr>
          </thead>
          <tbody>
            {draws.value.map((draw) => (
              <tr key={draw.day}>
                <th scope="row">{day(noonOf(draw.day))}</th>
                <td class="number">{draw.sessions}</td>
                {draw.drawn ? (
                  <>
                    <td>
                      {draw.drawn.byRisk} + {draw.drawn.byChance}
                    </td>
                    <td>
                      <Button small onClick={() => void prove(draw.day)}>
                        {text.prove}
                      </Button>
                    </td>
                  </>
                ) : (
                  <td colSpan={2}>{text.waitingDraw}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {proof.value ? <Proof proof={proof.value} /> : null}
    </>
  );
}

const STEPS = ['population', 'checkpoint', 'seed', 'sample'] as const;

function Proof({ proof: { draw, same } }: { proof: AuditProof }) {
  const text = queueText.value;
  return (
    <section class="proof" aria-label={text.proof(draw.day)}>
      <h2>{text.proof(day(noonOf(draw.day)))}</h2>
      <p>{text.proofNote}</p>
      <ul class="past">
        {STEPS.map((step) => (
          <li key={step}>
            {text.same[step]}:{' '}
            <strong class={same[step] ? 'good' : 'refusal'}>{same[step] ? text.yes : text.no}</strong>
          </li>
        ))}
      </ul>
      <dl class="facts">
        <div>
          <dt>{text.population}</dt>
          <dd>
            <code>{draw.population}</code>
          </dd>
        </div>
        {draw.drawn ? (
          <>
            <div>
              <dt>{text.checkpoint}</dt>
              <dd>
                {moment(draw.drawn.at, true)} <code>{draw.drawn.checkpoint}</code>
              </dd>
            </div>
            <div>
              <dt>{text.seed}</dt>
              <dd>
                <code>{draw.drawn.seed}</code>
              </dd>
            </div>
          </>
        ) : null}
      </dl>
    </section>
  );
}

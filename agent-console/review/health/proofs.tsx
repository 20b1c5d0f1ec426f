/** Proofs to take away, and the three things that whoever verifies elsewhere needs, each apart. */
import { useSignal } from '@preact/signals';
import type { CheckpointLine, LedgerProof } from '../../../protocol/ledger.ts';
import { get } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { problem } from '../model.ts';
import { moment } from '../words.ts';
import { healthWords } from './words.ts';

interface ProofsProps {
  readonly points: readonly CheckpointLine[];
}

export function Proofs({ points }: ProofsProps) {
  return (
    <div class="halves">
      <EntryProof points={points} />
      <GrowthProof points={points} />
    </div>
  );
}

function EntryProof({ points }: ProofsProps) {
  const text = healthWords.value;
  const session = useSignal('');
  const seq = useSignal('1');
  const size = useSignal('');
  const given = { session: session.value.trim(), seq: seq.value, size: size.value };
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''));
  return (
    <section class="ask">
      <h2>{text.proofTitle}</h2>
      <p class="soft">{text.proofLead}</p>
      <div class="ask">
        <label class="field">
          {text.session}
          <input
            value={session.value}
            spellcheck={false}
            onInput={(event) => {
              session.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          {text.seq}
          <input
            type="number"
            min="1"
            value={seq.value}
            onInput={(event) => {
              seq.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          {text.under}
          <select
            value={size.value}
            onChange={(event) => {
              size.value = event.currentTarget.value;
            }}
          >
            <option value="">{text.oldest}</option>
            <Points points={points} />
          </select>
        </label>
        <div class="actions">
          <Button onClick={() => void save(`/api/review/ledger/proof?${query}`)}>{text.download}</Button>
        </div>
      </div>
    </section>
  );
}

function GrowthProof({ points }: ProofsProps) {
  const text = healthWords.value;
  const older = useSignal('');
  const newer = useSignal('');
  const sizes = {
    older: older.value || String(points.at(-1)?.size ?? 0),
    newer: newer.value || String(points[0]?.size ?? 0),
  };
  return (
    <section class="ask">
      <h2>{text.growthTitle}</h2>
      <p class="soft">{text.growthLead}</p>
      <div class="ask">
        {([older, newer] as const).map((chosen, place) => (
          <label class="field" key={place === 0 ? 'older' : 'newer'}>
            {place === 0 ? text.older : text.newer}
            <select
              value={place === 0 ? sizes.older : sizes.newer}
              onChange={(event) => {
                chosen.value = event.currentTarget.value;
              }}
            >
              <Points points={points} />
            </select>
          </label>
        ))}
        <div class="actions">
          <Button onClick={() => void save(`/api/review/ledger/consistency?${new URLSearchParams(sizes)}`)}>
            {text.download}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** Asked for first, so that a refusal is a sentence here and not a download that fails. */
async function save(path: string): Promise<void> {
  const answer = await get<LedgerProof>(path);
  problem.value = answer.ok ? undefined : healthWords.value.noProof;
  if (!answer.ok) return;
  const address = URL.createObjectURL(new Blob([JSON.stringify(answer.value)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${answer.value.kind}.proof.json`;
  link.click();
  URL.revokeObjectURL(address);
}

function Points({ points }: ProofsProps) {
  const text = healthWords.value;
  return (
    <>
      {points.map(({ at, size }) => (
        <option key={at} value={String(size)}>
          {text.point(moment(at, true), size)}
        </option>
      ))}
    </>
  );
}

export function Outside({ publicKey }: { publicKey: string }) {
  const text = healthWords.value;
  return (
    <section class="ask">
      <h2>{text.outside}</h2>
      <p class="soft">{text.outsideLead}</p>
      <div class="actions">
        <a class="button plain" href="/api/review/ledger/export" download>
          {text.export}
        </a>
        <a class="button plain" href="/api/review/ledger/checkpoints" download>
          {text.checkpoints}
        </a>
      </div>
      <dl class="facts">
        <div>
          <dt>{text.publicKey}</dt>
          <dd>
            <code class="hash">{publicKey}</code>
          </dd>
        </div>
        <div>
          <dt>{text.command}</dt>
          <dd>
            <code class="hash">npm run ledger -- verify EXPORT --key PUBLIC --checkpoint FILE</code>
          </dd>
        </div>
      </dl>
    </section>
  );
}

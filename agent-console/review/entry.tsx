/** One entry of the controller's log: what it says, what proves it, and its certificate when it is of an erasure. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LogProof } from '../../protocol/review.ts';
import { get } from '../model/api.ts';
import { messages } from '../text/language.ts';
import { Link } from './link.tsx';
import { detail } from './log.tsx';
import { problem } from './model.ts';
import { moment, words } from './words.ts';

/** Loads the entry anew whenever another one is asked for. */
export function useEntry(seq: string): LogProof | undefined {
  const found = useSignal<LogProof | undefined>(undefined);
  useEffect(() => {
    void get<LogProof>(`/api/review/log/${encodeURIComponent(seq)}`).then((answer) => {
      problem.value = answer.ok ? undefined : answer.sentence;
      found.value = answer.ok ? answer.value : undefined;
    });
  }, [seq]);
  return found.value;
}

export function EntryPage({ seq }: { seq: string }) {
  const { logPage: text, log, roles } = words.value;
  const proof = useEntry(seq);
  if (!proof) return <p class="soft">{messages.value.loading}</p>;
  const { at, by, name, event } = proof.line;
  const facts = [
    [text.at, moment(at, true)],
    [text.what, log[event.type]],
    [text.who, name === undefined ? roles[by] : `${name} (${roles[by]})`],
    [text.purpose, detail(event)],
  ] as const;
  return (
    <>
      <p>
        <Link to="log" button>
          ← {text.title}
        </Link>
      </p>
      <h1>{text.entry(proof.line.seq)}</h1>
      <dl class="facts">
        {facts.map(([title, said]) =>
          said === '' ? null : (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{said}</dd>
            </div>
          ),
        )}
      </dl>
      {'session' in event ? (
        <p>
          <Link to={`session/${event.session}`} button>
            {text.about}
          </Link>
        </p>
      ) : null}
      <Proof proof={proof} />
    </>
  );
}

export function Proof({ proof }: { proof: LogProof }) {
  const { logPage: text } = words.value;
  const { line, hash, previous, head, chained } = proof;
  return (
    <section class="proof">
      <h2>{text.proof}</h2>
      <p>{text.proofNote}</p>
      <dl class="facts">
        <div>
          <dt>{text.seq}</dt>
          <dd>{line.seq}</dd>
        </div>
        <div>
          <dt>{text.hash}</dt>
          <dd>
            <code>{hash}</code>
          </dd>
        </div>
        <div>
          <dt>{text.previous}</dt>
          <dd>
            <code>{previous}</code>
          </dd>
        </div>
        <div>
          <dt>
            {text.head}, {text.headAt(head.seq)}
          </dt>
          <dd>
            <code>{head.hash}</code>
          </dd>
        </div>
      </dl>
      <p class={chained ? 'good' : 'refusal'}>{chained ? text.proofGood : text.proofBad}</p>
    </section>
  );
}

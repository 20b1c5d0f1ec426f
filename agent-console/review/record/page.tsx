/** The record of processing (Art. 30), to read on the screen and to print. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RecordView } from '../../../protocol/record.ts';
import { get } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { messages } from '../../text/language.ts';
import { problem } from '../model.ts';
import { inBoth, period } from '../words.ts';
import { recordTexts } from './text.ts';

const recordWords = inBoth(recordTexts.lv, recordTexts.en);

export function RecordPage() {
  const text = recordWords.value;
  const found = useSignal<RecordView | undefined>(undefined);
  useEffect(() => {
    void get<RecordView>('/api/review/record').then((answer) => {
      if (answer.ok) found.value = answer.value;
      else problem.value = answer.sentence;
    });
  }, []);
  const record = found.value;
  if (!record) return <p class="soft">{messages.value.loading}</p>;
  const { controller } = record;
  return (
    <article>
      <h1>{text.title}</h1>
      <p class="actions">
        <span>
          {text.law}. {text.version(record.version)}
        </span>
        <span class="unprinted">
          <Button small onClick={() => print()}>
            {text.print}
          </Button>
        </span>
      </p>
      <p class="soft">{text.note}</p>
      <Facts
        facts={[
          [text.controller, controller.name],
          [text.registration, controller.registration ?? text.unknown],
          [text.address, controller.address ?? text.unknown],
          [text.questions, controller.dataProtection ?? text.unknown],
        ]}
      />
      <Activities record={record} />
      <Periods record={record} />
      <h2>{text.recipients}</h2>
      <Facts facts={record.recipients.map(({ who, role, sees }) => [`${who} (${role})`, sees])} />
      <h2>{text.transfers}</h2>
      <p lang="en">{record.transfers}</p>
      <h2>{text.security}</h2>
      <ul lang="en">
        {record.security.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <h2>{text.rights}</h2>
      <Facts
        facts={record.rights.map(({ right, article, note }) => [
          right,
          note === undefined ? text.article(article) : `${text.article(article)}; ${note}`,
        ])}
      />
    </article>
  );
}

function Activities({ record }: { record: RecordView }) {
  const text = recordWords.value;
  return (
    <>
      <h2>{text.purposes}</h2>
      {record.activities.map(({ purpose, description, basis, subjects, categories, who }) => (
        <section key={purpose}>
          <h3 lang="en">{purpose}</h3>
          <p lang="en">{description}</p>
          <Facts
            facts={[
              [text.basis, text.article(basis)],
              [text.subjects, subjects.join(', ')],
              [text.data, categories.join(', ')],
              ...who.map((one) => [one.who, one.may.join(', ')] as const),
            ]}
          />
        </section>
      ))}
    </>
  );
}

function Periods({ record }: { record: RecordView }) {
  const text = recordWords.value;
  return (
    <>
      <h2>{text.periods}</h2>
      {record.retention.map(({ what, period: length, from, reason }) => (
        <section key={`${what} ${from}`}>
          <h3 lang="en">{what}</h3>
          <Facts
            facts={[
              [text.columns.period, /^PT?\d+[HDYSM]$/.test(length) ? period(length) : length],
              [text.columns.from, from],
              [text.columns.reason, reason],
            ]}
          />
        </section>
      ))}
    </>
  );
}

function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

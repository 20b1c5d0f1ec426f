/** A certificate of erasure in plain words, at an address of its own, made to be printed. */
import type { Certificate } from '../../../protocol/controller-events.ts';
import type { Me } from '../../../protocol/http.ts';
import { Button } from '../../parts/button.tsx';
import { messages } from '../../text/language.ts';
import { Proof, useEntry } from '../entry.tsx';
import { Link } from '../link.tsx';
import { moment } from '../words.ts';
import { certificateWords, ruleWords } from './words.ts';

export function CertificatePage({ me, seq }: { me: Me; seq: string }) {
  const text = certificateWords.value;
  const proof = useEntry(seq);
  if (!proof) return <p class="soft">{messages.value.loading}</p>;
  const { at, event } = proof.line;
  if (event.type !== 'ErasureCertified') return <p>{text.none}</p>;
  const facts: readonly (readonly [string, string | number])[] = [
    [text.controller, me.brand.name],
    [text.what, text.kinds[event.what]],
    ...(event.photo === undefined ? [] : [[text.photo, event.photo] as const]),
    [text.when, moment(at, true)],
    [text.rule, ruleWords.value[event.rule]],
    [text.keys, event.keysDestroyed],
    [text.objects, event.objectsDeleted],
    [text.remains, remainsText(event)],
    [text.backups, text.from(moment(event.backupsUnreadableFrom))],
  ];
  return (
    <article class="certificate">
      <p class="actions unprinted">
        <Link to={`session/${event.session}`} button>
          ← {text.session}
        </Link>
        <Button small onClick={() => print()}>
          {text.print}
        </Button>
      </p>
      <h1>{text.title}</h1>
      <p class="soft">{text.law}</p>
      <dl class="facts">
        {facts.map(([title, said]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{said}</dd>
          </div>
        ))}
        <div>
          <dt>{text.session}</dt>
          <dd>
            <code>{event.session}</code>
          </dd>
        </div>
      </dl>
      <p>{text.meaning}</p>
      <Proof proof={proof} />
    </article>
  );
}

function remainsText({ remains }: Certificate): string {
  const text = certificateWords.value;
  if (!remains) return text.nothing;
  const what = text.left[remains.what];
  return remains.until === undefined ? text.open(what) : text.until(what, moment(remains.until));
}

/** Every record in words, each with the text as it was read. */
import type { HistoryLine } from '../../../protocol/subject-consents.ts';
import { currentLanguage } from '../../entry/language.ts';
import { myMessages } from '../messages.ts';
import { TextLink } from '../small.tsx';
import type { Parts, Screen } from '../state.ts';
import { moment } from '../words.ts';
import { consentMessages } from './messages.ts';
import { Text } from './one.tsx';

/** Milliseconds between a wish and its record from which both times are told. */
const LATE = 60_000;

export function HistoryScreen({
  screen: { lines },
  door,
  taps,
}: Parts & { readonly screen: Extract<Screen, { at: 'history' }> }) {
  const m = consentMessages(currentLanguage());
  return (
    <>
      <h1 tabIndex={-1}>{m.history}</h1>
      <p>{lines.length === 0 ? m.noHistory : m.historyLead}</p>
      {lines.length > 0 && (
        <p>
          <a class="button" href="/api/subject/consents/export" download>
            {m.download}
          </a>
        </p>
      )}
      <ul class="list">
        {lines.map((line) => (
          <li key={line.id} class="card stack">
            <Line line={line} brand={door?.brand.brand ?? ''} />
          </li>
        ))}
      </ul>
      <div class="actions">
        <button class="button" type="button" onClick={taps.consents}>
          {m.back}
        </button>
      </div>
    </>
  );
}

function Line({ line, brand }: { readonly line: HistoryLine; readonly brand: string }) {
  const language = currentLanguage();
  const m = consentMessages(language);
  const { change, channels, titles, method, at, recordedAt, text, address, reason } = line;
  const where = channels?.map((channel) => m.by[channel]).join(', ');
  return (
    <>
      <b>{[titles[language], where].filter(Boolean).join(': ')}</b>
      <span>
        {m.change[change]}: {moment(at)}
      </span>
      {recordedAt - at > LATE && <span>{m.recorded(moment(recordedAt))}</span>}
      <span>{m.how(m.method[method])}</span>
      {reason && <span>{reason}</span>}
      <Receipt line={line} name={[titles[language], moment(at)].join(', ')} />
      {text && (
        <details>
          <summary>{m.text(text.version)}</summary>
          <p class="small soft">{m.read[text.language]}</p>
          <p lang={text.language}>
            <b>{text.title}</b>
          </p>
          <Text text={text} brand={brand} />
          {address && <TextLink href={address} name={m.publicText} />}
        </details>
      )}
    </>
  );
}

/** @param name tells one record's buttons from another's when they are read aloud. */
function Receipt({ line: { id }, name }: { readonly line: HistoryLine; readonly name: string }) {
  const language = currentLanguage();
  const m = consentMessages(language);
  const address = `/api/subject/consents/receipts/${id}`;
  return (
    <div class="two">
      <a
        class="button"
        href={`${address}?language=${language}`}
        target="_blank"
        rel="noopener"
        aria-label={`${m.receipt}: ${name} (${myMessages(language).newTab})`}
      >
        {m.receipt}
      </a>
      <a class="button" href={`${address}/file`} download aria-label={`${m.receiptFile}: ${name}`}>
        {m.receiptFile}
      </a>
    </div>
  );
}

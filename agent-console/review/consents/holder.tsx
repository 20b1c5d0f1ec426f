/** One holder of a number: what is in force, and every record with what can be taken away of it. */
import type { HolderFound } from '../../../protocol/consent-desk.ts';
import { uiLanguage } from '../../text/language.ts';
import { day, moment } from '../words.ts';
import { consentWords } from './words.ts';

export function Holder({ holder }: { holder: HolderFound }) {
  const text = consentWords.value;
  return (
    <section>
      <h2>{holder.endedAt === undefined ? text.present : text.former(day(holder.endedAt))}</h2>
      <h3>{text.standing}</h3>
      <Standing holder={holder} />
      <h3>{text.history}</h3>
      <Records holder={holder} />
    </section>
  );
}

function Standing({ holder: { standing } }: { holder: HolderFound }) {
  const text = consentWords.value;
  return (
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">{text.purpose}</th>
            <th scope="col">{text.channel}</th>
            <th scope="col">{text.state}</th>
            <th scope="col">{text.since}</th>
            <th scope="col">{text.until}</th>
            <th scope="col">{text.version}</th>
          </tr>
        </thead>
        <tbody>
          {standing.map(({ purpose, channel, title, state, since, validUntil, version }) => (
            <tr key={`${purpose} ${channel}`}>
              <th scope="row">{title}</th>
              <td>{channel ? text.channels[channel] : '–'}</td>
              <td>{text.states[state]}</td>
              <td>{moment(since)}</td>
              <td>{validUntil === undefined ? '–' : day(validUntil)}</td>
              <td>{version}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Records({ holder: { subject, records } }: { holder: HolderFound }) {
  const text = consentWords.value;
  const path = `/api/review/consents/${subject}`;
  return (
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">{text.when}</th>
            <th scope="col">{text.change}</th>
            <th scope="col">{text.way}</th>
            <th scope="col">{text.sure}</th>
            <th scope="col">{text.why}</th>
            <th scope="col">{text.take}</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.id}>
              <td>{moment(record.at, true)}</td>
              <td>
                {record.title || text.everything}: {text.changed[record.change]}
                {record.channels ? ` (${record.channels.map((one) => text.channels[one]).join(', ')})` : ''}
              </td>
              <td>{text.methods[record.method]}</td>
              <td>{text.assurances[record.assurance]}</td>
              <td>{record.reason ?? '–'}</td>
              <td>
                <a
                  href={`${path}/receipts/${record.id}?language=${uiLanguage.value}`}
                  target="_blank"
                  rel="noopener"
                >
                  {text.receipt}
                </a>{' '}
                <a href={`${path}/receipts/${record.id}/file`} download>
                  {text.file}
                </a>{' '}
                <a href={`${path}/proof?seq=${record.seq}`} download>
                  {text.proof}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

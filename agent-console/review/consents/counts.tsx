/** How many consents there are and how they changed: about nobody. */
import type { ConsentCounts } from '../../../protocol/consent-desk.ts';
import { consentWords } from './words.ts';

export function Counts({ counts: { now, changes } }: { counts: ConsentCounts }) {
  const text = consentWords.value;
  return (
    <section>
      <h2>{text.counts}</h2>
      <p class="soft">{text.countsLead}</p>
      {now.length === 0 ? (
        <p class="soft">{text.none}</p>
      ) : (
        <div class="scroll">
          <table class="dense">
            <thead>
              <tr>
                <th scope="col">{text.purpose}</th>
                <th scope="col">{text.channel}</th>
                <th scope="col">{text.state}</th>
                <th scope="col">{text.count}</th>
              </tr>
            </thead>
            <tbody>
              {now.map(({ purpose, channel, state, count }) => (
                <tr key={`${purpose} ${channel} ${state}`}>
                  <th scope="row">{purpose}</th>
                  <td>{channel ? text.channels[channel] : '–'}</td>
                  <td>{text.states[state]}</td>
                  <td>{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>{text.changes}</h3>
      {changes.length === 0 ? (
        <p class="soft">{text.none}</p>
      ) : (
        <div class="scroll">
          <table class="dense">
            <thead>
              <tr>
                <th scope="col">{text.day}</th>
                <th scope="col">{text.purpose}</th>
                <th scope="col">{text.change}</th>
                <th scope="col">{text.way}</th>
                <th scope="col">{text.count}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ day, purpose, change, method, count }) => (
                <tr key={`${day} ${purpose} ${change} ${method}`}>
                  <th scope="row">{day}</th>
                  <td>{purpose === '' ? text.everything : purpose}</td>
                  <td>{text.changed[change]}</td>
                  <td>{text.methods[method]}</td>
                  <td>{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/**
 * Cards that most calls never see: a page that the agent suggests, a consent to give or take back, and what the
 * operator's systems know of the line. Loaded when the first one is shown.
 */
import { useEffect } from 'preact/hooks';
import type { Stage } from '../../protocol/stage.ts';
import type { Call } from '../call/call.ts';
import { useDisplayed } from '../call/displayed.ts';
import { announce, wearStyles } from '../entry/page.ts';
import css from './card.css?inline';
import { Consent } from './consent.tsx';
import { cardMessages } from './messages.ts';
import { PageCard } from './page.tsx';

/** In the same chunk: with a second one, what both share with the call would be a file of its own for every caller. */
export { Move } from './move.tsx';

export type CardStage = Extract<Stage, { kind: 'page' | 'consent' | 'diagnostics' }>;

export function Card({ call, stage }: { readonly call: Call; readonly stage: CardStage }) {
  wearStyles(css);
  switch (stage.kind) {
    case 'page':
      return <PageCard call={call} stage={stage} />;
    case 'consent':
      return <Consent call={call} stage={stage} />;
    case 'diagnostics':
      return <Diagnostics call={call} stage={stage} />;
    default:
      return stage satisfies never;
  }
}

interface DiagnosticsProps {
  readonly call: Call;
  readonly stage: Extract<Stage, { kind: 'diagnostics' }>;
}

function Diagnostics({ call, stage }: DiagnosticsProps) {
  const m = cardMessages(call.language).diagnostics;
  const { usage, router, takenAt } = stage.reading;
  useDisplayed(call, stage, 0, true);
  useEffect(() => announce(m.title), []);
  const gigabytes = (megabytes: number) =>
    new Intl.NumberFormat(call.language, { maximumFractionDigits: 1 }).format(megabytes / 1000);
  const time = new Intl.DateTimeFormat(call.language, { hour: '2-digit', minute: '2-digit' }).format(takenAt);
  const { includedMegabytes: included } = usage;
  return (
    <>
      <h1 tabIndex={-1}>{m.title}</h1>
      <dl class="readings">
        <dt>{m.data}</dt>
        <dd>
          {m.gigabytes(gigabytes(usage.megabytes), included === undefined ? undefined : gigabytes(included))}
        </dd>
        <dt>{m.calls}</dt>
        <dd>{m.minutes(usage.minutes)}</dd>
        {router && (
          <>
            <dt>{m.router}</dt>
            <dd>{router.model}</dd>
            <dt>{m.connection}</dt>
            <dd>{router.online ? m.online : m.offline}</dd>
            <dt>{m.signal}</dt>
            <dd>{m.bars(router.signalBars)}</dd>
            <dt>{m.running}</dt>
            <dd>{m.hours(router.upHours)}</dd>
          </>
        )}
      </dl>
      <p class="small soft">{m.why(call.agent, time)}</p>
    </>
  );
}

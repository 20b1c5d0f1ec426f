/** Copies of the cards on the caller's screen. Their buttons are pictures of buttons, and channels are not shown. */
import { useEffect, useState } from 'preact/hooks';
import type { ConsentText } from '../../../protocol/consent.ts';
import type { Language } from '../../../protocol/language.ts';
import type { Stage } from '../../../protocol/stage.ts';
import { consentText } from '../../model/consents.ts';
import { CARD_WORDS } from '../../text/card-words.ts';
import { messages } from '../../text/language.ts';

interface ConsentProps {
  readonly stage: Extract<Stage, { kind: 'consent' }>;
  readonly controller: string;
  readonly language: Language;
  readonly agent: string;
}

export function ConsentOnScreen({ stage, controller, language, agent }: ConsentProps) {
  const { purpose, version, outcome } = stage;
  const [text, setText] = useState<ConsentText | string | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void consentText(controller, purpose, version, language).then((answer) => {
      if (wanted) setText(answer.ok ? answer.value : answer.sentence);
    });
    return () => {
      wanted = false;
    };
  }, [controller, purpose, version, language]);
  if (typeof text !== 'object') return <p class="phone-empty">{text ?? messages.value.loading}</p>;
  const words = CARD_WORDS[language];
  return (
    <div class="phone-step">
      {outcome ? <p class="good">{words.outcomes(agent)[outcome]}</p> : null}
      <p class="soft">{words.from(agent)}</p>
      <strong class="phone-heading">{text.title}</strong>
      <ul class="phone-points">
        {text.allows.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p>{text.gives}</p>
      <div class="phone-answers phone-last">
        <span class="phone-button plain wide">{words.decline}</span>
        <span class="phone-button plain wide">{words.give}</span>
      </div>
    </div>
  );
}

interface DiagnosticsProps {
  readonly stage: Extract<Stage, { kind: 'diagnostics' }>;
  readonly language: Language;
}

export function DiagnosticsOnScreen({ stage, language }: DiagnosticsProps) {
  const words = CARD_WORDS[language];
  const { usage, router } = stage.reading;
  const gigabytes = (megabytes: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(megabytes / 1000);
  const { includedMegabytes: included } = usage;
  const rows: readonly (readonly [string, string])[] = [
    [
      words.data,
      words.gigabytes(gigabytes(usage.megabytes), included === undefined ? undefined : gigabytes(included)),
    ],
    [words.calls, words.minutes(usage.minutes)],
    ...(router
      ? ([
          [words.router, router.model],
          [words.connection, router.online ? words.online : words.offline],
          [words.signal, words.bars(router.signalBars)],
          [words.running, words.hours(router.upHours)],
        ] as const)
      : []),
  ];
  return (
    <div class="phone-step">
      <strong class="phone-heading">{words.title}</strong>
      <dl class="phone-readings">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

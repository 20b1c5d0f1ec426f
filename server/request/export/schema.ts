/** What data.json looks like, for whoever reads it by machine (Art. 20: structured, commonly used): JSON Schema 2020-12. */
import { EVENT_TYPES } from './event-types.ts';

const text = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const maybe = { type: ['string', 'null'] } as const;
const yesOrNo = { type: 'boolean' } as const;

function object(properties: Readonly<Record<string, unknown>>, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false } as const;
}
const list = (items: unknown) => ({ type: 'array', items }) as const;

const session = object(
  {
    id: text,
    agent: text,
    language: { enum: ['lv', 'ru', 'en'] },
    matter: object({ category: text, title: text, text }, ['text']),
    call: text,
    createdAt: time,
    acceptedAt: time,
    endedAt: time,
    keptUntil: object({ photos: time, content: time, skeleton: time }),
    held: yesOrNo,
    restricted: yesOrNo,
    statements: list(object({ at: time, statement: text })),
    happened: list(
      object({
        at: time,
        by: { enum: ['agent', 'caller', 'system'] },
        what: { enum: EVENT_TYPES },
        details: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
      }),
    ),
    pictures: list(object({ id: text, kind: { enum: ['photo', 'picture'] }, file: text }, ['file'])),
  },
  ['call', 'acceptedAt', 'endedAt', 'keptUntil'],
);

const request = object(
  {
    id: text,
    kind: text,
    receivedAt: time,
    due: time,
    state: { enum: ['open', 'erasing', 'closed'] },
    outcome: { enum: ['fulfilled', 'refused', 'partly'] },
    article: text,
    text,
    answer: text,
  },
  ['outcome', 'article', 'answer'],
);

const anything = { type: 'object' } as const;

export const EXPORT_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Zvana asistents: copy of personal data (GDPR Art. 15 and 20)',
  ...object({
    format: { const: 1 },
    exportedAt: time,
    language: { enum: ['lv', 'ru', 'en'] },
    subject: object({ number: text }),
    controller: object({
      key: text,
      name: text,
      registration: maybe,
      address: maybe,
      dataProtection: maybe,
      email: maybe,
    }),
    sessions: list(session),
    requests: list(request),
    mailings: list(
      object({
        offer: text,
        at: time,
        state: text,
        recorded: list(object({ at: time, what: text, detail: text })),
      }),
    ),
    consents: object({ records: list(anything), lines: list(object({ at: time, said: text })) }),
    processing: object({
      version: text,
      activities: list(anything),
      retention: list(anything),
      recipients: list(anything),
      transfers: text,
      rights: list(anything),
    }),
  }),
} as const;

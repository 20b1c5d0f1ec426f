/**
 * A small checker of values against the JSON Schema of an OpenAPI 3.1 document. It knows the words that the document
 * uses and throws at any other, so that a constraint it cannot check is never taken for one that holds.
 */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Schema = Readonly<Record<string, unknown>>;

/** Words that say nothing about the value. */
const SILENT = ['description', 'examples', 'default'];

/** Every way in which the value is not as the schema says; each with its place. */
export function mistakes(document: Document, schema: Schema, value: unknown, at = '$'): readonly string[] {
  return Object.entries(schema).flatMap(([word, rule]) => {
    if (SILENT.includes(word)) return [];
    const check = WORDS[word];
    if (!check) throw new Error(`the checker does not know the word ${word}`);
    return check({ document, schema, rule, value, at });
  });
}

/** What a `$ref` of this document leads to. */
export function resolve(document: Document, ref: string): Schema {
  const parts = ref.replace(/^#\//, '').split('/');
  return parts.reduce<unknown>((node, part) => (node as Schema)[part], document) as Schema;
}

interface Checked {
  readonly document: Document;
  readonly schema: Schema;
  readonly rule: unknown;
  readonly value: unknown;
  readonly at: string;
}

const wrong = (holds: boolean, { at, rule, value }: Checked, word: string): readonly string[] =>
  holds ? [] : [`${at}: ${JSON.stringify(value)} breaks ${word} ${JSON.stringify(rule)}`];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
};

const WORDS: Readonly<Record<string, (checked: Checked) => readonly string[]>> = {
  $ref: ({ document, rule, value, at }) => mistakes(document, resolve(document, String(rule)), value, at),
  type: (checked) => wrong(TYPES[String(checked.rule)]?.(checked.value) === true, checked, 'type'),
  const: (checked) => wrong(checked.value === checked.rule, checked, 'const'),
  enum: (checked) => wrong((checked.rule as readonly unknown[]).includes(checked.value), checked, 'enum'),
  pattern: (checked) => {
    const text = checked.value;
    return wrong(typeof text !== 'string' || new RegExp(String(checked.rule)).test(text), checked, 'pattern');
  },
  minLength: (checked) => wrong(lengthOf(checked.value) >= Number(checked.rule), checked, 'minLength'),
  maxLength: (checked) => wrong(lengthOf(checked.value) <= Number(checked.rule), checked, 'maxLength'),
  minItems: (checked) => wrong(lengthOf(checked.value) >= Number(checked.rule), checked, 'minItems'),
  maxItems: (checked) => wrong(lengthOf(checked.value) <= Number(checked.rule), checked, 'maxItems'),
  minimum: (checked) => wrong(Number(checked.value) >= Number(checked.rule), checked, 'minimum'),
  maximum: (checked) => wrong(Number(checked.value) <= Number(checked.rule), checked, 'maximum'),
  required: ({ rule, value, at }) =>
    (rule as readonly string[])
      .filter((name) => isObject(value) && !Object.hasOwn(value, name))
      .map((name) => `${at}.${name} is missing`),
  properties: ({ document, rule, value, at }) =>
    Object.entries(rule as Readonly<Record<string, Schema>>).flatMap(([name, schema]) =>
      isObject(value) && Object.hasOwn(value, name)
        ? mistakes(document, schema, value[name], `${at}.${name}`)
        : [],
    ),
  additionalProperties: ({ schema, value, at }) =>
    Object.keys(isObject(value) ? value : {})
      .filter((name) => !Object.hasOwn((schema.properties ?? {}) as Schema, name))
      .map((name) => `${at}.${name} is not documented`),
  items: ({ document, rule, value, at }) =>
    (Array.isArray(value) ? value : []).flatMap((item, place) =>
      mistakes(document, rule as Schema, item, `${at}[${place}]`),
    ),
  allOf: ({ document, rule, value, at }) =>
    (rule as readonly Schema[]).flatMap((schema) => mistakes(document, schema, value, at)),
  oneOf: ({ document, rule, value, at }) => {
    const tried = (rule as readonly Schema[]).map((schema) => mistakes(document, schema, value, at));
    const fitting = tried.filter((found) => found.length === 0).length;
    return fitting === 1 ? [] : [`${at}: ${fitting} of ${tried.length} ways fit: ${tried.flat().join('; ')}`];
  },
};

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}

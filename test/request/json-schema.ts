/**
 * Checks a value against the few words of JSON Schema that the export's schema uses. Written for the tests and
 * independent of the server: a word it does not know is an error, so that nothing goes unchecked.
 */
type Json = unknown;
const KNOWN = new Set([
  '$schema',
  'title',
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'const',
  'format',
]);

/** @returns what is wrong, each with its path; empty when the value conforms. */
export function conforms(schema: Json, value: Json, path = '$'): readonly string[] {
  if (schema === true) return [];
  if (schema === false) return [`${path} must not be there`];
  const rules = entriesOf(schema);
  const unknown = [...rules.keys()].filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) return [`${path}: the schema says ${unknown.join(', ')}`];
  return [
    ...checkType(rules.get('type'), value, path),
    ...checkValue(rules, value, path),
    ...checkObject(rules, value, path),
    ...(Array.isArray(value) && rules.has('items')
      ? value.flatMap((item, place) => conforms(rules.get('items'), item, `${path}[${place}]`))
      : []),
  ];
}

function checkType(type: Json, value: Json, path: string): readonly string[] {
  if (type === undefined) return [];
  const allowed = Array.isArray(type) ? type : [type];
  const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return allowed.includes(actual) ? [] : [`${path} is ${actual}, not ${allowed.join(' or ')}`];
}

function checkValue(rules: ReadonlyMap<string, Json>, value: Json, path: string): readonly string[] {
  const wrong: string[] = [];
  const among = rules.get('enum');
  if (Array.isArray(among) && !among.includes(value)) wrong.push(`${path} is none of ${among.join(', ')}`);
  if (rules.has('const') && rules.get('const') !== value) wrong.push(`${path} is not ${rules.get('const')}`);
  if (
    rules.get('format') === 'date-time' &&
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(value))
  ) {
    wrong.push(`${path} is no date-time`);
  }
  return wrong;
}

function checkObject(rules: ReadonlyMap<string, Json>, value: Json, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const has = entriesOf(value);
  const known = entriesOf(rules.get('properties') ?? {});
  const required = rules.get('required');
  const missing = (Array.isArray(required) ? required : []).filter((name) => !has.has(String(name)));
  const others = rules.get('additionalProperties') ?? true;
  return [
    ...missing.map((name) => `${path}.${name} is missing`),
    ...[...has].flatMap(([name, inner]) => conforms(known.get(name) ?? others, inner, `${path}.${name}`)),
  ];
}

function entriesOf(value: Json): ReadonlyMap<string, Json> {
  return new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
}

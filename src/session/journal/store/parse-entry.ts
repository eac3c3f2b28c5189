import type { EntryKind, JournalEntry } from '../entry.ts';

type EntryOf<Kind extends EntryKind> = Extract<JournalEntry, { readonly kind: Kind }>;
type Fields = { readonly [field: string]: unknown };
type NestedKind = 'vertices' | 'changes' | 'causes' | 'findings';
type FieldType = 'string' | 'number' | 'boolean' | 'strings' | 'numbers' | 'lists' | NestedKind;

type OptionalField<Entry> = { [Field in keyof Entry]-?: undefined extends Entry[Field] ? Field : never }[keyof Entry];
/** Complete, or it does not compile. */
type RequiredFields<Entry> = { readonly [Field in Exclude<keyof Entry, OptionalField<Entry> | 'kind' | 'at'>]: true };

const required: { readonly [Kind in EntryKind]: RequiredFields<EntryOf<Kind>> } = {
  job: { job: true, jobName: true, state: true },
  failure: { job: true, jobName: true, exception: true, message: true },
  restarts: { job: true, jobName: true, from: true },
  checkpoint: { job: true, jobName: true, id: true, outcome: true },
  checkpoints: { job: true, jobName: true, from: true, to: true },
  parallelism: { job: true, jobName: true, vertices: true },
  'last-seen': { job: true, jobName: true, state: true, startedAt: true },
  pod: { pod: true, uid: true, role: true, phase: true },
  'container-restart': { pod: true, uid: true, role: true, restarts: true },
  leader: {},
  slots: { used: true, total: true },
  warning: { uid: true, object: true, reason: true, message: true, count: true },
  level: { logger: true },
  errors: { pod: true, uid: true, perMinute: true, before: true },
  deployment: { changes: true },
  forward: { url: true, target: true, isOpen: true },
  link: { server: true, isUp: true },
  act: { id: true, title: true, by: true },
  sleep: { until: true },
  memory: { pod: true, uid: true, role: true },
};
const requiredOf = new Map<unknown, readonly string[]>(
  Object.entries(required).map(([kind, fields]) => [kind, Object.keys(fields)]),
);

/** A field has the same type in all kinds, except the id of an act. Unknown fields are allowed. */
const types = new Map<string, FieldType>([
  ...fieldsOf(
    'number',
    'at flinkAt id durationMs bytes from to restart restarts count until perMinute before used total',
  ),
  ...fieldsOf('number', 'startedAt measuredAt bottleneck completed failed checkpoint'),
  ...fieldsOf('strings', 'names pods'),
  ...fieldsOf('numbers', 'parallelisms busy backPressured idle readRecords writeRecords'),
  ...fieldsOf(
    'number',
    'usage limit heapUsed heapCommitted heapMax heapLow metaspaceUsed metaspaceMax nonHeapCommitted',
  ),
  ...fieldsOf('number', 'directUsed managedUsed unexplained growth metaspacePerJob finishedJobs'),
  ...fieldsOf('boolean', 'isSeen isFinal isSavepoint isFirst isOpen isUp isEnd'),
  ...fieldsOf('string', 'kind job jobName state exception message task pod outcome path uid role phase reason node'),
  ...fieldsOf('string', 'object logger level by url target server title detail'),
  ['vertices', 'vertices'],
  ['changes', 'changes'],
  ['concurrent', 'causes'],
  ['inputs', 'lists'],
  ['findings', 'findings'],
]);
const actTypes = new Map([...types, ['id', 'string'] as const]);

type NestedType = { readonly required: readonly string[]; readonly types: ReadonlyMap<string, FieldType> };

const nested: { readonly [Kind in NestedKind]: NestedType } = {
  vertices: {
    required: ['id', 'name', 'to'],
    types: new Map([...fieldsOf('string', 'id name'), ...fieldsOf('number', 'from to')]),
  },
  changes: { required: ['what'], types: new Map(fieldsOf('string', 'what from to')) },
  causes: { required: ['exception', 'message'], types: new Map(fieldsOf('string', 'exception message task pod')) },
  findings: { required: ['rule', 'severity', 'text'], types: new Map(fieldsOf('string', 'rule severity text')) },
};

const maxInterned = 20_000;
/** V8 shares shorter strings from JSON. */
const minInternedLength = 10;
const maxInternedLength = 500;
/** Fields that rarely repeat. */
const unique = new Set(['path', 'detail', 'id']);

function fieldsOf(type: FieldType, names: string): [string, FieldType][] {
  return names.split(' ').map((name) => [name, type]);
}

/** Returns an equal string that was seen before, so that repeated strings take memory once. */
export type Intern = (text: string) => string;

export function createIntern(): Intern {
  const strings = new Map<string, string>();
  return (text) => {
    if (text.length < minInternedLength || text.length > maxInternedLength) return text;
    const known = strings.get(text);
    if (known !== undefined) return known;
    if (strings.size >= maxInterned) strings.clear();
    strings.set(text, text);
    return text;
  };
}

/** Parses one line of a segment. Returns undefined if it is not a valid entry of a known kind. */
export function parseEntry(line: string, intern: Intern): JournalEntry | undefined {
  let value: Fields | null;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const kind = value?.kind;
  const fields = requiredOf.get(kind);
  if (value === null || fields === undefined || value.at === undefined) return undefined;
  const isValid = check(value, { required: fields, types: kind === 'act' ? actTypes : types }, intern);
  return isValid ? (value as JournalEntry) : undefined;
}

/** Checks the fields of one object and interns its strings. */
function check(value: Fields, { required, types }: NestedType, intern: Intern): boolean {
  for (const field of required) if (value[field] === undefined) return false;
  const strings = value as { [field: string]: string };
  for (const field in value) {
    const fieldValue = value[field];
    const type = types.get(field);
    if (type !== undefined && !isOfType(fieldValue, type, intern)) return false;
    if (type === 'string' && !unique.has(field)) strings[field] = intern(fieldValue as string);
  }
  return true;
}

function isOfType(value: unknown, type: FieldType, intern: Intern): boolean {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    case 'strings':
      return isListOf(value, (item) => typeof item === 'string');
    case 'numbers':
      return isListOf(value, (item) => item === null || typeof item === 'number');
    case 'lists':
      return isListOf(value, (list) => isListOf(list, (item) => typeof item === 'number'));
    default:
      return isListOf(value, (item) => isObject(item) && check(item, nested[type], intern));
  }
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

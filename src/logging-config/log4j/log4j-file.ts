import { resolveLookups } from '../lookup.ts';
import { type Comment, type Property, parseProperties } from './parse-properties.ts';

/** A logger as log4j's properties have it: all keys that begin with `logger.ID`, or with `rootLogger`. */
export type LoggerGroup = {
  /** `logger.pekko`, `rootLogger` */
  readonly prefix: string;
  /** `pekko`; undefined for `rootLogger`. */
  readonly id: string | undefined;
  /** With its lookups resolved as far as the file tells; what it does not tell stays as it is written. */
  readonly name: string | undefined;
  /** Of what log4j takes, by what follows the prefix and its dot: the last one of equal keys. */
  readonly parts: ReadonlyMap<string, Property>;
  /** `logger.ID = LEVEL, Appender`: log4j 2.17.2 and later read it, and then ignore `.level`. */
  readonly shorthand: Property | undefined;
};

export type Log4jFile = {
  readonly text: string;
  /** As they stand in the text, those that do not count included. */
  readonly properties: readonly Property[];
  readonly comments: readonly Comment[];
  readonly isOpen: boolean;
  /** By key, the last of equal ones. */
  readonly effective: ReadonlyMap<string, Property>;
  readonly root: LoggerGroup;
  /** Those that log4j reads: all of them, or those of the list. */
  readonly groups: readonly LoggerGroup[];
  /** `loggers = a, b`: where it stands, only these ids are read. */
  readonly list: Property | undefined;
};

/** Groups keys as log4j's PropertiesConfigurationBuilder does (flink.md 5.3). */
export function readLog4jFile(text: string): Log4jFile {
  const { properties, comments, isOpen } = parseProperties(text);
  const effective = new Map(properties.map((property) => [property.key, property]));
  const list = effective.get('loggers');
  const unnamed = list ? listedGroups(list, effective) : groupsByFirstDot(effective);
  const groups = unnamed.map((group) => ({ ...group, name: nameOf(group, effective) }));
  const shorthand = effective.get('rootLogger');
  const own = { ...subset(effective, 'rootLogger'), id: undefined, name: undefined, shorthand };
  // A logger that is named root is the root logger, if there is no other.
  const named = groups.filter(({ name }) => name === 'root').at(-1);
  const root = own.parts.size > 0 || own.shorthand ? own : (named ?? own);
  return { text, properties, comments, isOpen, effective, root, groups, list };
}

/** `property.NAME` is what `${NAME}` means, and `${sys:NAME}` where nothing else knows it. */
export const ownProperties = (effective: Log4jFile['effective']) => (name: string) =>
  effective.get(`property.${name.replace(/^\w+:/, '')}`)?.value;

type UnnamedGroup = Omit<LoggerGroup, 'name'>;

function nameOf({ parts }: UnnamedGroup, effective: Log4jFile['effective']): string | undefined {
  const written = parts.get('name')?.value;
  return written && (resolveLookups(written, ownProperties(effective)) ?? written);
}

/** As Java's `split(",")`: empty items at the end are none. */
export const splitList = (value: string): readonly string[] =>
  value
    .replace(/,+$/, '')
    .split(',')
    .map((item) => item.trim());

function subset(properties: ReadonlyMap<string, Property>, prefix: string): Pick<LoggerGroup, 'prefix' | 'parts'> {
  const parts = new Map<string, Property>();
  for (const [key, property] of properties) {
    if (key.startsWith(`${prefix}.`)) parts.set(key.slice(prefix.length + 1), property);
  }
  return { prefix, parts };
}

/** With a list an id may have dots; what one id has taken, the next one does not get. */
function listedGroups(list: Property, effective: ReadonlyMap<string, Property>): readonly UnnamedGroup[] {
  const left = new Map(effective);
  const groups: UnnamedGroup[] = [];
  for (const id of splitList(list.value)) {
    if (id === 'root') continue;
    const group = subset(left, `logger.${id}`);
    for (const { key } of group.parts.values()) left.delete(key);
    groups.push({ ...group, id, shorthand: undefined });
  }
  return groups;
}

function groupsByFirstDot(effective: ReadonlyMap<string, Property>): readonly UnnamedGroup[] {
  const ids = new Set<string>();
  for (const key of effective.keys()) {
    const [kind, id] = key.split('.', 2);
    if (kind === 'logger' && id !== undefined && id !== 'root') ids.add(id);
  }
  return [...ids].map((id) => ({
    ...subset(effective, `logger.${id}`),
    id,
    shorthand: effective.get(`logger.${id}`),
  }));
}

import { resolveLookups } from '../lookup.ts';
import { type Comment, type Property, parseProperties } from './parse-properties.ts';

/** A logger in a properties file: all keys that start with `logger.ID` or `rootLogger`. */
export type LoggerGroup = {
  /** `logger.pekko`, `rootLogger` */
  readonly prefix: string;
  /** `pekko`; undefined for `rootLogger`. */
  readonly id: string | undefined;
  /** Name with its lookups resolved; unchanged if only the JVM can resolve one of the lookups. */
  readonly name: string | undefined;
  /** Effective properties by their key without the prefix. If a key is repeated, the last property is used. */
  readonly parts: ReadonlyMap<string, Property>;
  /** `logger.ID = LEVEL, Appender`: log4j 2.17.2 and later use this level and ignore `.level`. */
  readonly shorthand: Property | undefined;
};

export type Log4jFile = {
  readonly text: string;
  /** In text order, including overridden ones. */
  readonly properties: readonly Property[];
  readonly comments: readonly Comment[];
  readonly isOpen: boolean;
  /** Properties by key. If a key is repeated, the last property is used. */
  readonly effective: ReadonlyMap<string, Property>;
  readonly root: LoggerGroup;
  /** The groups that log4j reads: all, or those in the list. */
  readonly groups: readonly LoggerGroup[];
  /** `loggers = a, b`: only these ids are read. */
  readonly list: Property | undefined;
};

/** Groups keys as log4j's PropertiesConfigurationBuilder does. */
export function readLog4jFile(text: string): Log4jFile {
  const { properties, comments, isOpen } = parseProperties(text);
  const effective = new Map(properties.map((property) => [property.key, property]));
  const list = effective.get('loggers');
  const unnamed = list ? listedGroups(list, effective) : groupsByFirstDot(effective);
  const groups = unnamed.map((group) => ({ ...group, name: nameOf(group, effective) }));
  const shorthand = effective.get('rootLogger');
  const own = { ...subset(effective, 'rootLogger'), id: undefined, name: undefined, shorthand };
  // A logger named root is the root logger if there is no rootLogger.
  const named = groups.filter(({ name }) => name === 'root').at(-1);
  const root = own.parts.size > 0 || own.shorthand ? own : (named ?? own);
  return { text, properties, comments, isOpen, effective, root, groups, list };
}

/** Returns the value of `property.NAME` for `${NAME}`, and as the fallback for a prefix such as `${sys:NAME}`. */
export const ownProperties = (effective: Log4jFile['effective']) => (name: string) =>
  effective.get(`property.${name.replace(/^\w+:/, '')}`)?.value;

type UnnamedGroup = Omit<LoggerGroup, 'name'>;

function nameOf({ parts }: UnnamedGroup, effective: Log4jFile['effective']): string | undefined {
  const written = parts.get('name')?.value;
  return written && (resolveLookups(written, ownProperties(effective)) ?? written);
}

/** Splits like Java's `split(",")`: empty items at the end are dropped. */
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

/** Ids in a list may contain dots. A key belongs to the first id that matches the key. */
function listedGroups(list: Property, effective: ReadonlyMap<string, Property>): readonly UnnamedGroup[] {
  const remaining = new Map(effective);
  const groups: UnnamedGroup[] = [];
  for (const id of splitList(list.value)) {
    if (id === 'root') continue;
    const group = subset(remaining, `logger.${id}`);
    for (const { key } of group.parts.values()) remaining.delete(key);
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

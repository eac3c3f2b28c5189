import type { LoggingProblem } from '../logging-config.ts';
import { type Log4jFile, splitList } from './log4j-file.ts';
import type { Property } from './parse-properties.ts';

type Parts = ReadonlyMap<string, Property>;

/** Appenders, filters and references that log4j refuses the whole file for. */
export function findComponentProblems({ effective, root, groups }: Log4jFile): readonly LoggingProblem[] {
  const appenders = [...listed(effective, 'appender')].flatMap(([id, parts]) => [
    ...required(parts, 'name', `appender.${id}`),
    ...required(parts, 'type', `appender.${id}`),
    ...ofComponents(parts, `appender.${id}`),
  ]);
  const filters = [...listed(effective, 'filter')].flatMap(([id, parts]) => required(parts, 'type', `filter.${id}`));
  const loggers = [root, ...groups].flatMap(({ parts, prefix }) => [
    ...[...below(parts, 'appenderRef')].flatMap(([id, ref]) => required(ref, 'ref', `${prefix}.appenderRef.${id}`)),
    ...ofFilters(parts, prefix),
  ]);
  const scripts = [...below(effective, 'script')].flatMap(([id, parts]) => required(parts, 'type', `script.${id}`));
  return [...appenders, ...filters, ...loggers, ...scripts];
}

/** `appender.*`, unless a line `appenders = a, b` says which of them there are. */
function listed(effective: Parts, kind: 'appender' | 'filter'): ReadonlyMap<string, Parts> {
  const list = effective.get(`${kind}s`);
  if (!list) return below(effective, kind);
  const parts = (id: string) => new Map(withPrefix(effective, `${kind}.${id}.`));
  return new Map(splitList(list.value).map((id) => [id, orElse(parts(id), list)]));
}

/** Something to name the line of, where what is listed has none. */
const orElse = (parts: Parts, list: Property): Parts => (parts.size > 0 ? parts : new Map([['', list]]));

/** What stands below `prefix.`, by the next word of the key. */
function below(parts: Parts, prefix: string): ReadonlyMap<string, Parts> {
  const result = new Map<string, Map<string, Property>>();
  for (const [key, property] of withPrefix(parts, `${prefix}.`)) {
    const dot = key.indexOf('.');
    if (dot < 0) continue;
    const id = key.slice(0, dot);
    const known = result.get(id) ?? new Map<string, Property>();
    result.set(id, known.set(key.slice(dot + 1), property));
  }
  return result;
}

const withPrefix = (parts: Parts, prefix: string): [string, Property][] =>
  [...parts].flatMap(([key, property]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), property]] : []));

function required(parts: Parts, key: 'name' | 'type' | 'ref', what: string): readonly LoggingProblem[] {
  if (parts.get(key)?.value) return [];
  const line = [...parts.values()].reduce(
    (first, property) => Math.min(first, property.line),
    Number.POSITIVE_INFINITY,
  );
  return [{ line, message: `${what} has no ${key}`, effect: 'refused' }];
}

const ofFilters = (parts: Parts, what: string): readonly LoggingProblem[] =>
  [...below(parts, 'filter')].flatMap(([id, filter]) => [
    ...required(filter, 'type', `${what}.filter.${id}`),
    ...ofComponents(filter, `${what}.filter.${id}`),
  ]);

/** Layouts, policies, strategies: whatever has parts of its own has a type. */
function ofComponents(parts: Parts, what: string): readonly LoggingProblem[] {
  const ids = new Set(
    [...parts.keys()].filter((key) => key.includes('.')).map((key) => key.split('.', 1)[0] as string),
  );
  ids.delete('filter');
  return [
    ...ofFilters(parts, what),
    ...[...ids].flatMap((id) => {
      const own: Parts = new Map(withPrefix(parts, `${id}.`));
      return [...required(own, 'type', `${what}.${id}`), ...ofComponents(own, `${what}.${id}`)];
    }),
  ];
}

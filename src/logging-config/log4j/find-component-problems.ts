import type { LoggingProblem } from '../logging-config.ts';
import { type Log4jFile, splitList } from './log4j-file.ts';
import type { Property } from './parse-properties.ts';

type Parts = ReadonlyMap<string, Property>;

/** Returns the problems of appenders, filters, scripts and references for which log4j rejects the whole file. */
export function findComponentProblems({ effective, root, groups }: Log4jFile): readonly LoggingProblem[] {
  const appenders = [...listed(effective, 'appender')].flatMap(([id, parts]) => [
    ...required(parts, 'name', `appender.${id}`),
    ...required(parts, 'type', `appender.${id}`),
    ...componentProblems(parts, `appender.${id}`),
  ]);
  const filters = [...listed(effective, 'filter')].flatMap(([id, parts]) => required(parts, 'type', `filter.${id}`));
  const loggers = [root, ...groups].flatMap(({ parts, prefix }) => [
    ...[...below(parts, 'appenderRef')].flatMap(([id, ref]) => required(ref, 'ref', `${prefix}.appenderRef.${id}`)),
    ...filterProblems(parts, prefix),
  ]);
  const scripts = [...below(effective, 'script')].flatMap(([id, parts]) => required(parts, 'type', `script.${id}`));
  return [...appenders, ...filters, ...loggers, ...scripts];
}

/** Returns the components of `appender.*`, or only those in the list `appenders = a, b`. */
function listed(effective: Parts, kind: 'appender' | 'filter'): ReadonlyMap<string, Parts> {
  const list = effective.get(`${kind}s`);
  if (!list) return below(effective, kind);
  const parts = (id: string) => new Map(withPrefix(effective, `${kind}.${id}.`));
  return new Map(splitList(list.value).map((id) => [id, orList(parts(id), list)]));
}

/** Uses the list's line for a listed component without properties. */
const orList = (parts: Parts, list: Property): Parts => (parts.size > 0 ? parts : new Map([['', list]]));

/** Groups the properties below `prefix.` by the next part of the key. */
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

function required(parts: Parts, key: 'name' | 'type' | 'ref', name: string): readonly LoggingProblem[] {
  if (parts.get(key)?.value) return [];
  const line = [...parts.values()].reduce(
    (first, property) => Math.min(first, property.line),
    Number.POSITIVE_INFINITY,
  );
  return [{ line, message: `${name} has no ${key}`, effect: 'refused' }];
}

const filterProblems = (parts: Parts, name: string): readonly LoggingProblem[] =>
  [...below(parts, 'filter')].flatMap(([id, filter]) => [
    ...required(filter, 'type', `${name}.filter.${id}`),
    ...componentProblems(filter, `${name}.filter.${id}`),
  ]);

/** Checks nested components such as layouts, policies and strategies. Each needs a type. */
function componentProblems(parts: Parts, name: string): readonly LoggingProblem[] {
  const ids = new Set(
    [...parts.keys()].filter((key) => key.includes('.')).map((key) => key.split('.', 1)[0] as string),
  );
  ids.delete('filter');
  return [
    ...filterProblems(parts, name),
    ...[...ids].flatMap((id) => {
      const own: Parts = new Map(withPrefix(parts, `${id}.`));
      return [...required(own, 'type', `${name}.${id}`), ...componentProblems(own, `${name}.${id}`)];
    }),
  ];
}

import { type LoggingProblem, parseLevel } from '../logging-config.ts';
import { hasLookup } from '../lookup.ts';
import { findComponentProblems } from './find-component-problems.ts';
import { isJavaNumber } from './java-numbers.ts';
import { type Log4jFile, type LoggerGroup, splitList } from './log4j-file.ts';

/**
 * Returns the problems of a file: errors for which log4j rejects the file (ConfigurationException), and keys that log4j
 * ignores.
 */
export function findLog4jProblems(file: Log4jFile): readonly LoggingProblem[] {
  const problems = [
    ...malformedEscapes(file),
    ...overriddenKeys(file),
    ...unusedKeys(file),
    ...file.groups.flatMap((group) => loggerProblems(file, group)),
    ...typeProblems(file.root, 'asyncRoot'),
    ...levelProblems(file, file.root),
    ...numberProblems(file),
    ...findComponentProblems(file),
  ];
  return problems.sort((a, b) => a.line - b.line);
}

const refused = (line: number, message: string): LoggingProblem => ({ line, message, effect: 'refused' });
const ignored = (line: number, message: string): LoggingProblem => ({ line, message, effect: 'ignored' });

const malformedEscapes = ({ properties }: Log4jFile): readonly LoggingProblem[] =>
  properties
    .filter(({ isMalformed }) => isMalformed)
    .map(({ line, key }) => refused(line, `${key} has a \\u without four hexadecimal digits`));

const overriddenKeys = ({ properties, effective }: Log4jFile): readonly LoggingProblem[] =>
  properties.flatMap((property) => {
    const last = effective.get(property.key);
    if (!last || last === property) return [];
    return [ignored(property.line, `${property.key} is overridden on line ${last.line}`)];
  });

/** Prefixes of dotted keys that log4j knows. */
const kinds = ['property', 'script', 'customLevel', 'filter', 'appender', 'logger', 'rootLogger'];

/** Returns one problem for each unknown key or unlisted id. */
function unusedKeys({ effective }: Log4jFile): readonly LoggingProblem[] {
  const problems = new Map<string, LoggingProblem>();
  for (const { key, line } of effective.values()) {
    const [kind = '', id] = key.split('.');
    const list = effective.get(`${kind}s`);
    const isListed = list && splitList(list.value).some((one) => key.startsWith(`${kind}.${one}.`));
    if (id === undefined || (kinds.includes(kind) && (!list || isListed))) continue;
    const name = list ? `${kind}.${id}` : key;
    const reason = list ? `is not in the list on line ${list.line}` : 'is unknown to log4j';
    const message = `${name} ${reason}: log4j 2.25 and later reject the file, earlier versions ignore the key`;
    if (!problems.has(name)) problems.set(name, ignored(line, message));
  }
  return [...problems.values()];
}

function loggerProblems(file: Log4jFile, group: LoggerGroup): readonly LoggingProblem[] {
  const name = group.parts.get('name');
  const [first] = [...group.parts.values(), group.shorthand, file.list];
  const line = first?.line ?? 1;
  if (!name?.value) return [refused(line, `${group.prefix} has no name`)];
  const problems = [...typeProblems(group, 'asyncLogger'), ...levelProblems(file, group)];
  if (hasLookup(group.name ?? '')) {
    problems.push(ignored(name.line, `the name of ${group.prefix} is ${group.name}, which only the JVM can resolve`));
  }
  if (group.name === 'root' && group !== file.root) {
    problems.push(ignored(name.line, `${group.prefix} is named root, but the root logger is ${file.root.prefix}`));
  }
  if (group.name !== group.name?.trim()) {
    problems.push(ignored(name.line, `the name of ${group.prefix} ends with a space, so it matches no logger`));
  }
  const other = file.groups.find((one) => one.name === group.name);
  if (other && other !== group) {
    const both = `${group.prefix} and ${other.prefix} are both named ${group.name}`;
    problems.push(ignored(name.line, `${both}: only one of them is used`));
  }
  return problems;
}

function typeProblems({ parts, prefix }: LoggerGroup, known: string): readonly LoggingProblem[] {
  const type = parts.get('type');
  if (!type || type.value.toLowerCase() === known.toLowerCase()) return [];
  return [refused(type.line, `${prefix} has type ${type.value}, but only ${known} is allowed`)];
}

function levelProblems(file: Log4jFile, group: LoggerGroup): readonly LoggingProblem[] {
  const level = group.parts.get('level');
  const problems: LoggingProblem[] = [];
  if (group.shorthand && !group.shorthand.value.includes(',')) {
    const message = `${group.prefix} has a level without an appender: log4j before 2.25 rejects the file`;
    problems.push(ignored(group.shorthand.line, message));
  }
  if (group.shorthand && level) {
    problems.push(ignored(level.line, `the level of ${group.prefix} on line ${group.shorthand.line} takes precedence`));
  }
  const used = group.shorthand ?? level;
  const text = used && (group.shorthand ? splitList(used.value)[0] : used.value.trim());
  if (!used || !text || hasLookup(text) || isLevel(file, text)) return problems;
  const fallback = group === file.root ? 'ERROR' : "its parent's level";
  return [...problems, ignored(used.line, `invalid level ${text}: ${group.prefix} uses ${fallback}`)];
}

const isLevel = ({ effective }: Log4jFile, text: string): boolean =>
  parseLevel(text) !== undefined || effective.has(`customLevel.${text}`);

/** Checks keys whose value must be a number. log4j does not resolve lookups in these values. */
function numberProblems({ effective }: Log4jFile): readonly LoggingProblem[] {
  return [...effective.values()].flatMap(({ key, value, line }) => {
    const type = numberType(key);
    const text = value.trim();
    if (type === undefined || text === '' || isJavaNumber(text, type)) return [];
    const problem = /^[+-]?\d+$/.test(text) ? `above the maximum of ${maxValues[type]}` : 'not a number';
    return [refused(line, `${key} is ${JSON.stringify(value)}, ${problem}`)];
  });
}

function numberType(key: string): 'int' | 'long' | undefined {
  if (key === 'monitorInterval' || key.startsWith('customLevel.')) return 'int';
  return key === 'shutdownTimeout' ? 'long' : undefined;
}

const maxValues = { int: '2147483647', long: '9223372036854775807' } as const;

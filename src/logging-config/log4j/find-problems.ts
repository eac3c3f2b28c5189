import { type LoggingProblem, parseLevel } from '../logging-config.ts';
import { hasLookup } from '../lookup.ts';
import { findComponentProblems } from './find-component-problems.ts';
import { isJavaNumber } from './java-numbers.ts';
import { type Log4jFile, type LoggerGroup, splitList } from './log4j-file.ts';

/** What log4j would say of the file: what it throws ConfigurationException for, and what it passes over. */
export function findProblems(file: Log4jFile): readonly LoggingProblem[] {
  const problems = [
    ...malformed(file),
    ...repeated(file),
    ...leftOver(file),
    ...file.groups.flatMap((group) => ofLogger(file, group)),
    ...ofType(file.root, 'asyncRoot'),
    ...ofLevel(file, file.root),
    ...ofNumbers(file),
    ...findComponentProblems(file),
  ];
  return problems.sort((a, b) => a.line - b.line);
}

const refused = (line: number, message: string): LoggingProblem => ({ line, message, effect: 'refused' });
const ignored = (line: number, message: string): LoggingProblem => ({ line, message, effect: 'ignored' });

const malformed = ({ properties }: Log4jFile): readonly LoggingProblem[] =>
  properties
    .filter(({ isMalformed }) => isMalformed)
    .map(({ line, key }) => refused(line, `${key} has a \\u without four hexadecimal digits behind it`));

const repeated = ({ properties, effective }: Log4jFile): readonly LoggingProblem[] =>
  properties.flatMap((property) => {
    const last = effective.get(property.key);
    if (!last || last === property) return [];
    return [ignored(property.line, `${property.key} is given again on line ${last.line}, which is what counts`)];
  });

/** Dotted keys that log4j knows; what is below others belongs to nothing. */
const kinds = ['property', 'script', 'customLevel', 'filter', 'appender', 'logger', 'rootLogger'];

/** What nothing asks for, one sentence for each thing that it would be about. */
function leftOver({ effective }: Log4jFile): readonly LoggingProblem[] {
  const problems = new Map<string, LoggingProblem>();
  for (const { key, line } of effective.values()) {
    const [kind = '', id] = key.split('.');
    const list = effective.get(`${kind}s`);
    const listed = list && splitList(list.value).some((one) => key.startsWith(`${kind}.${one}.`));
    if (id === undefined || (kinds.includes(kind) && (!list || listed))) continue;
    const what = list ? `${kind}.${id}` : key;
    const why = list ? `is not in the list of line ${list.line}` : 'is nothing that log4j knows';
    const message = `${what} ${why}: log4j 2.25 and later refuse the file for it, those before pass over it`;
    if (!problems.has(what)) problems.set(what, ignored(line, message));
  }
  return [...problems.values()];
}

function ofLogger(file: Log4jFile, group: LoggerGroup): readonly LoggingProblem[] {
  const name = group.parts.get('name');
  const [first] = [...group.parts.values(), group.shorthand, file.list];
  const line = first?.line ?? 1;
  if (!name?.value) return [refused(line, `${group.prefix} has no name`)];
  const problems = [...ofType(group, 'asyncLogger'), ...ofLevel(file, group)];
  if (hasLookup(group.name ?? '')) {
    problems.push(
      ignored(
        name.line,
        `the name of ${group.prefix} is ${group.name}: the file alone does not tell which logger it is`,
      ),
    );
  }
  if (group.name === 'root' && group !== file.root) {
    problems.push(ignored(name.line, `${group.prefix} is named root, but the root logger is ${file.root.prefix}`));
  }
  if (group.name !== group.name?.trim()) {
    problems.push(ignored(name.line, `the name of ${group.prefix} ends with a blank, so that no logger has it`));
  }
  const other = file.groups.find((one) => one.name === group.name);
  if (other && other !== group) {
    const both = `${group.prefix} and ${other.prefix} are both named ${group.name}`;
    problems.push(ignored(name.line, `${both}, and only one of them counts`));
  }
  return problems;
}

function ofType({ parts, prefix }: LoggerGroup, known: string): readonly LoggingProblem[] {
  const type = parts.get('type');
  if (!type || type.value.toLowerCase() === known.toLowerCase()) return [];
  return [refused(type.line, `${prefix} is of the type ${type.value}, and ${known} is the only one there is`)];
}

function ofLevel(file: Log4jFile, group: LoggerGroup): readonly LoggingProblem[] {
  const level = group.parts.get('level');
  const problems: LoggingProblem[] = [];
  if (group.shorthand && !group.shorthand.value.includes(',')) {
    const message = `${group.prefix} names no appender beside its level: log4j before 2.25 refuses the file for it`;
    problems.push(ignored(group.shorthand.line, message));
  }
  if (group.shorthand && level) {
    problems.push(ignored(level.line, `${group.prefix} has its level on line ${group.shorthand.line}, which counts`));
  }
  const used = group.shorthand ?? level;
  const text = used && (group.shorthand ? splitList(used.value)[0] : used.value.trim());
  if (!used || !text || hasLookup(text) || isLevel(file, text)) return problems;
  const instead = group === file.root ? 'ERROR' : "its parent's level";
  return [...problems, ignored(used.line, `${text} is no level, so ${group.prefix} has ${instead}`)];
}

const isLevel = ({ effective }: Log4jFile, text: string): boolean =>
  parseLevel(text) !== undefined || effective.has(`customLevel.${text}`);

/** What has to be a number; log4j resolves no lookup here. */
function ofNumbers({ effective }: Log4jFile): readonly LoggingProblem[] {
  return [...effective.values()].flatMap(({ key, value, line }) => {
    const type = numberType(key);
    const text = value.trim();
    if (type === undefined || text === '' || isJavaNumber(text, type)) return [];
    const what = /^[+-]?\d+$/.test(text) ? `too large for log4j, which reads ${largest[type]}` : 'no number';
    return [refused(line, `${key} is ${JSON.stringify(value)}, which is ${what}`)];
  });
}

function numberType(key: string): 'int' | 'long' | undefined {
  if (key === 'monitorInterval' || key.startsWith('customLevel.')) return 'int';
  return key === 'shutdownTimeout' ? 'long' : undefined;
}

const largest = { int: '2147483647 at most', long: '9223372036854775807 at most' } as const;

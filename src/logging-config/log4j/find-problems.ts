import { levelName } from '../level-name.ts';
import type { LoggingProblem } from '../logging-config.ts';
import { hasLookup } from '../lookup.ts';
import { findComponentProblems } from './find-component-problems.ts';
import { type Log4jFile, type LoggerGroup, splitList } from './log4j-file.ts';
import type { Property } from './parse-properties.ts';

/** What log4j would say of the file: what it throws ConfigurationException for, and what it passes over. */
export function findProblems(file: Log4jFile): readonly LoggingProblem[] {
  const problems = [
    ...malformed(file),
    ...repeated(file),
    ...notListed(file),
    ...file.groups.flatMap((group) => ofLogger(file, group)),
    ...ofType(file.root, 'asyncRoot'),
    ...ofLevel(file, file.root),
    ...ofInterval(file),
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

/** Loggers that a list leaves out: one sentence each. */
function notListed({ list, effective, groups }: Log4jFile): readonly LoggingProblem[] {
  if (!list) return [];
  const read = new Set(groups.flatMap(({ parts }) => [...parts.values()]));
  const told = new Set<string>();
  const problems: LoggingProblem[] = [];
  for (const property of effective.values()) {
    const id = /^logger\.(.+)\.(?:name|level)$/.exec(property.key)?.[1];
    if (id === undefined || id === 'root' || read.has(property) || told.has(id)) continue;
    told.add(id);
    problems.push(ignored(property.line, `logger.${id} is not in the list of line ${list.line}, so it is not read`));
  }
  return problems;
}

function ofLogger(file: Log4jFile, group: LoggerGroup): readonly LoggingProblem[] {
  const name = group.parts.get('name');
  const [first] = [...group.parts.values(), group.shorthand, file.list];
  const line = first?.line ?? 1;
  if (!name?.value) return [refused(line, `${group.prefix} has no name`)];
  const problems = [...ofType(group, 'asyncLogger'), ...ofLevel(file, group)];
  if (name.value === 'root') {
    problems.push(ignored(name.line, `${group.prefix} is named root, but the root logger is rootLogger`));
  }
  if (name.value !== name.value.trim()) {
    problems.push(ignored(name.line, `the name of ${group.prefix} ends with a blank, so that no logger has it`));
  }
  const other = file.groups.find((one) => one !== group && one.parts.get('name')?.value === name.value);
  if (other && file.groups.indexOf(other) < file.groups.indexOf(group)) {
    const both = `${group.prefix} and ${other.prefix} are both named ${name.value}`;
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
  levelName(text) !== undefined || effective.has(`customLevel.${text}`);

function ofInterval({ effective }: Log4jFile): readonly LoggingProblem[] {
  const interval: Property | undefined = effective.get('monitorInterval');
  if (!interval || interval.value === '' || /^[+-]?\d+$/.test(interval.value)) return [];
  return [
    refused(interval.line, `monitorInterval is ${JSON.stringify(interval.value)}, which is no number of seconds`),
  ];
}

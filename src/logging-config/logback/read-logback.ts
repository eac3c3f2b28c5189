import { inheritLevels, type OwnLevel } from '../inherit-levels.ts';
import {
  type ConfigLevel,
  type LevelOrigin,
  type LoggingConfig,
  type LoggingProblem,
  parseLevel,
} from '../logging-config.ts';
import { hasLookup, resolveLookups } from '../lookup.ts';
import { lineNumber } from '../text-lines.ts';
import {
  attributeOf,
  type LogbackFile,
  type LogbackVersion,
  loggerName,
  nestedLevels,
  readLogbackFile,
  type XmlElement,
} from './logback-file.ts';
import { readInterval } from './read-interval.ts';
import type { XmlAttribute } from './scan-xml.ts';

const defaultRoot: OwnLevel = { level: 'DEBUG', origin: { kind: 'default' } };

export function readLogbackConfig(text: string): LoggingConfig {
  const file = readLogbackFile(text);
  const problems: LoggingProblem[] = [];
  const problem = (offset: number, message: string) =>
    problems.push({ line: lineNumber(text, offset), message, effect: 'ignored' });
  if (file.fault) problems.push({ ...file.fault, effect: 'refused' });

  const own = new Map<string, OwnLevel | undefined>([['root', defaultRoot]]);
  for (const element of file.loggers) {
    const name = loggerName(file, element);
    if (name === '') {
      problem(element.open.start, '<logger> has no name');
      continue;
    }
    const before = loggerName(file, element, 'before 1.3');
    if (before !== name) {
      problem(element.open.start, `the logger name is ${name} in Logback 1.3 and later, ${before} in earlier versions`);
    }
    if (!own.has(name)) own.set(name, undefined);
    for (const given of givenLevels(element)) {
      const level = readLevel(file, given, problem);
      if (level !== 'inherited') own.set(name, level);
      else if (name !== 'root') own.set(name, undefined);
    }
  }
  return {
    backend: 'logback',
    loggers: inheritLevels('logback', own),
    monitorIntervalSeconds: readInterval(file, problem),
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

type GivenLevel = Pick<XmlAttribute, 'value' | 'start'>;

/** Returns the level attributes of a logger, of which the last one applies. An empty attribute sets no level. */
function givenLevels(element: XmlElement): readonly GivenLevel[] {
  const attribute = attributeOf(element, 'level');
  const nested = nestedLevels(element).map(
    (level) => attributeOf(level, 'value') ?? { value: '', start: level.open.start },
  );
  return attribute?.value ? [attribute, ...nested] : nested;
}

function readLevel(
  file: LogbackFile,
  { value, start }: GivenLevel,
  problem: (offset: number, message: string) => void,
): OwnLevel | 'inherited' {
  const line = lineNumber(file.text, start);
  const origin: LevelOrigin = hasLookup(value) ? { kind: 'lookup', line, expression: value } : { kind: 'own', line };
  const before = meaningOf(file, { value, start }, 'before 1.3');
  const since = meaningOf(file, { value, start }, 'since 1.3');
  if (asLevel(before) !== asLevel(since)) {
    const meanings = `${asLevel(since)} in Logback 1.3 and later, ${asLevel(before)} in earlier versions`;
    problem(start, `${JSON.stringify(value)} means ${meanings}`);
    return { level: undefined, origin };
  }
  if (since === 'unknown' || since === 'no change') return { level: undefined, origin };
  if (since === 'INHERITED') return 'inherited';
  if (since !== 'no level') return { level: since, origin };
  problem(start, `invalid level ${JSON.stringify(value)}: logback uses DEBUG`);
  return { level: 'DEBUG', origin };
}

type Meaning = Exclude<ConfigLevel, 'FATAL'> | 'INHERITED' | 'no level' | 'no change' | 'unknown';

/** Logback uses DEBUG for an invalid level. */
const asLevel = (meaning: Meaning) => (meaning === 'no level' ? 'DEBUG' : meaning);

function meaningOf({ property }: LogbackFile, { value, start }: GivenLevel, version: LogbackVersion): Meaning {
  const resolved = resolveLookups(value, (name) => property(name, start, version));
  if (resolved === undefined) return 'unknown';
  if (/^(inherited|null)$/i.test(resolved)) return 'INHERITED';
  // Logback 1.3 and later ignore surrounding whitespace. They also ignore a level that has only whitespace.
  if (version === 'before 1.3' && resolved !== resolved.trim()) return 'no level';
  if (resolved !== '' && resolved.trim() === '') return 'no change';
  const level = parseLevel(resolved);
  return level === undefined || level === 'FATAL' ? 'no level' : level;
}

import { inheritLevels, type OwnLevel } from '../inherit-levels.ts';
import { levelName } from '../level-name.ts';
import { lineNumber } from '../line-number.ts';
import type { LevelOrigin, LoggingConfig, LoggingProblem } from '../logging-config.ts';
import { hasLookup, resolveLookups } from '../lookup.ts';
import {
  attributeOf,
  type LogbackFile,
  loggerName,
  nestedLevels,
  readLogbackFile,
  type XmlElement,
} from './logback-file.ts';
import { readInterval } from './read-interval.ts';
import type { XmlAttribute } from './scan-xml.ts';

const defaultRoot: OwnLevel = { level: 'DEBUG', origin: { kind: 'default' } };

export function readLogback(text: string): LoggingConfig {
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

/** What gives a logger its level, the one that counts last. An empty attribute gives none. */
function givenLevels(element: XmlElement): readonly GivenLevel[] {
  const attribute = attributeOf(element, 'level');
  const nested = nestedLevels(element).map(
    (level) => attributeOf(level, 'value') ?? { value: '', start: level.open.start },
  );
  return attribute?.value ? [attribute, ...nested] : nested;
}

function readLevel(
  { text, property }: LogbackFile,
  { value, start }: GivenLevel,
  problem: (offset: number, message: string) => void,
): OwnLevel | 'inherited' {
  const line = lineNumber(text, start);
  const origin: LevelOrigin = hasLookup(value) ? { kind: 'lookup', line, expression: value } : { kind: 'own', line };
  const resolved = resolveLookups(value, (name) => property(name, start));
  if (resolved === undefined) return { level: undefined, origin };
  if (/^(inherited|null)$/i.test(resolved)) return 'inherited';
  // A blank beside it is part of the word here.
  const level = resolved === resolved.trim() ? levelName(resolved) : undefined;
  if (level !== undefined && level !== 'FATAL') return { level, origin };
  problem(start, `${JSON.stringify(resolved)} is no level, so logback takes DEBUG`);
  return { level: 'DEBUG', origin };
}

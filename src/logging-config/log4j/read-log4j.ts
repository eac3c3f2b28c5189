import { inheritLevels, type OwnLevel } from '../inherit-levels.ts';
import { type LevelOrigin, type LoggingConfig, parseLevel } from '../logging-config.ts';
import { hasLookup, resolveLookups } from '../lookup.ts';
import { findLog4jProblems } from './find-problems.ts';
import { largestInt } from './java-numbers.ts';
import { type Log4jFile, type LoggerGroup, ownProperties, readLog4jFile, splitList } from './log4j-file.ts';

/** log4j's level if the root logger has no valid level. */
const defaultRoot: OwnLevel = { level: 'ERROR', origin: { kind: 'default' } };

export function readLog4jConfig(text: string): LoggingConfig {
  const file = readLog4jFile(text);
  const own = new Map<string, OwnLevel | undefined>();
  own.set('root', ownLevel(file, file.root) ?? defaultRoot);
  for (const group of file.groups) {
    const { name } = group;
    if (name && name !== 'root') own.set(name, ownLevel(file, group));
  }
  return {
    backend: 'log4j',
    loggers: inheritLevels('log4j', own),
    monitorIntervalSeconds: monitorInterval(file),
    problems: findLog4jProblems(file),
  };
}

/** Returns the logger's own level; undefined if the level is inherited. */
function ownLevel(file: Log4jFile, group: LoggerGroup): OwnLevel | undefined {
  const property = group.shorthand ?? group.parts.get('level');
  const text = (group.shorthand ? splitList(group.shorthand.value)[0] : property?.value.trim()) ?? '';
  if (!property || text === '') return undefined;
  const { line } = property;
  const origin: LevelOrigin = hasLookup(text) ? { kind: 'lookup', line, expression: text } : { kind: 'own', line };
  const resolved = resolveLookups(text, ownProperties(file.effective)) ?? '';
  const level = parseLevel(resolved);
  const isKnown = level !== undefined || origin.kind === 'lookup' || file.effective.has(`customLevel.${resolved}`);
  return isKnown ? { level, origin } : undefined;
}

function monitorInterval({ effective }: Log4jFile): number | undefined {
  const seconds = Number(effective.get('monitorInterval')?.value ?? 0);
  return Number.isInteger(seconds) && seconds > 0 && seconds <= largestInt ? seconds : undefined;
}

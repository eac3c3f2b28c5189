import { editText } from '../edit-text.ts';
import { type LevelChange, LoggingConfigError } from '../logging-config.ts';
import { addLogger } from './add-logger.ts';
import { deleteProperties } from './delete-properties.ts';
import { insertLines, setValue } from './edit-property.ts';
import { type Log4jFile, type LoggerGroup, readLog4jFile } from './log4j-file.ts';
import type { Property } from './parse-properties.ts';

export function changeLog4j(text: string, change: LevelChange): string {
  const file = readLog4jFile(text);
  if (change.kind === 'set') return setLevel(file, change.logger, change.level);
  if (change.kind === 'remove') return removeLevel(file, change.logger);
  const interval = file.effective.get('monitorInterval');
  const seconds = String(change.seconds);
  const edit = interval ? setValue(interval, seconds) : insertLines(file, undefined, [`monitorInterval = ${seconds}`]);
  return editText(text, [edit]);
}

function setLevel(file: Log4jFile, logger: string, level: string): string {
  const groups = logger === 'root' ? [file.root] : groupsNamed(file, logger);
  if (groups.length === 0) return addLogger(file, logger, level);
  return editText(
    file.text,
    groups.flatMap((group) => setGroupLevel(file, group, level)),
  );
}

const groupsNamed = ({ groups }: Log4jFile, logger: string): readonly LoggerGroup[] =>
  groups.filter(({ name }) => name === logger);

function setGroupLevel(file: Log4jFile, { prefix, parts, shorthand }: LoggerGroup, level: string) {
  const own = parts.get('level');
  const edits = own ? [setValue(own, level)] : [];
  if (shorthand) edits.push(setValue(firstItem(file.text, shorthand), level));
  if (edits.length > 0) return edits;
  const last = [...parts.values()].sort((a, b) => a.start - b.start).at(-1);
  return [insertLines(file, last, [`${prefix}.level = ${level}`])];
}

/** Narrows the value range of `LEVEL, Appender` to the level. */
function firstItem(text: string, property: Property): Property {
  const item = text.slice(property.valueStart, property.valueEnd).split(/[ \t\f]*,/, 1)[0] ?? '';
  return { ...property, valueEnd: property.valueStart + item.length };
}

function removeLevel(file: Log4jFile, logger: string): string {
  const deleted: Property[] = [];
  const addedIds: string[] = [];
  for (const group of groupsNamed(file, logger)) {
    const { id = '', prefix, shorthand } = group;
    const isAdded = /^tui_\d+$/.test(id);
    if (shorthand?.value.includes(',')) {
      const message = `cannot remove the level of ${prefix}: its line also sets its appenders`;
      throw new LoggingConfigError(message, shorthand.line, 'Set another level instead');
    }
    if (isAdded) addedIds.push(id);
    const belongs = isAdded
      ? ({ key }: Property) => key === prefix || key.startsWith(`${prefix}.`)
      : ({ key }: Property) => key === prefix || key === `${prefix}.level`;
    for (const property of file.properties) if (belongs(property)) deleted.push(property);
  }
  return deleteProperties(file, deleted, addedIds);
}

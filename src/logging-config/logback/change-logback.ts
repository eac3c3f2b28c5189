import { type Edit, editText } from '../edit-text.ts';
import { type LevelChange, LoggingConfigError } from '../logging-config.ts';
import { lineEnd } from '../text-lines.ts';
import {
  attributeOf,
  type LogbackFile,
  loggerName,
  nestedLevels,
  readLogbackFile,
  type XmlElement,
} from './logback-file.ts';
import { removeLevels } from './remove-levels.ts';

export function changeLogback(text: string, change: LevelChange): string {
  const file = readLogbackFile(text);
  const { configuration } = file;
  if (!configuration) throw new LoggingConfigError('no <configuration> element');
  if (change.kind === 'interval') return editText(text, scanEdits(configuration, change.seconds));
  // Change all elements with this name, because a condition may select any of them.
  const elements = file.loggers.filter((element) => loggerName(file, element) === change.logger);
  if (change.kind === 'remove') return editText(text, removeLevels(file, elements));
  const edits = elements.flatMap((element) => levelEdits(element, change.level));
  return editText(text, edits.length > 0 ? edits : [addition(file, configuration, change.logger, change.level)]);
}

function levelEdits(element: XmlElement, level: string): readonly Edit[] {
  const nested = nestedLevels(element);
  const edits = nested.map((one) => attributeEdit(one, 'value', level));
  return attributeOf(element, 'level') || nested.length === 0
    ? [attributeEdit(element, 'level', level), ...edits]
    : edits;
}

/** Replaces the value between the quotes, or adds the attribute after the `name` attribute. */
function attributeEdit(element: XmlElement, name: string, value: string): Edit {
  const own = attributeOf(element, name);
  if (own) return { start: own.valueStart, end: own.valueEnd, text: value };
  const at = attributeOf(element, 'name')?.end ?? nameEnd(element);
  return { start: at, end: at, text: ` ${name}="${value}"` };
}

const nameEnd = ({ open }: XmlElement): number => open.start + 1 + open.name.length;

function scanEdits(configuration: XmlElement, seconds: number): readonly Edit[] {
  const wanted = { scan: 'true', scanPeriod: `${seconds} seconds` };
  const missing: string[] = [];
  const edits: Edit[] = [];
  for (const [name, text] of Object.entries(wanted)) {
    const attribute = attributeOf(configuration, name);
    if (attribute) edits.push({ start: attribute.valueStart, end: attribute.valueEnd, text });
    else missing.push(` ${name}="${text}"`);
  }
  const at = configuration.open.attributes.at(-1)?.end ?? nameEnd(configuration);
  return [...edits, { start: at, end: at, text: missing.join('') }];
}

/** Adds a line before `</configuration>`, with a comment that identifies the line for removal. */
function addition({ text, loggers }: LogbackFile, { open, close }: XmlElement, logger: string, level: string): Edit {
  const element = logger === 'root' ? `<root level="${level}"/>` : `<logger name="${logger}" level="${level}"/>`;
  const marked = `${element} <!-- tui_${newNumber(text)} -->`;
  if (!close) return { start: open.end - 2, end: open.end, text: `>${marked}</${open.name}>` };
  const lineStart = close.start - (/[ \t]*$/.exec(text.slice(0, close.start))?.[0].length ?? 0);
  const hasOwnLine = lineStart > 0 && /[\r\n]/.test(text[lineStart - 1] as string);
  if (!hasOwnLine) return { start: close.start, end: close.start, text: marked };
  const other = loggers.at(-1)?.open.start ?? 0;
  const indent = /(?:^|[\r\n])([ \t]+)$/.exec(text.slice(0, other))?.[1] ?? '    ';
  return { start: lineStart, end: lineStart, text: `${indent}${marked}${lineEnd(text)}` };
}

function newNumber(text: string): number {
  let number = 1;
  while (new RegExp(`\\btui_${number}\\b`).test(text)) number += 1;
  return number;
}

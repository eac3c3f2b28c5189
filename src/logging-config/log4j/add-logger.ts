import { type Edit, editText } from '../edit-text.ts';
import { insertLines } from './edit-property.ts';
import type { Log4jFile } from './log4j-file.ts';
import { type Comment, parseProperties } from './parse-properties.ts';

/** Adds a logger that the file does not configure. Uncomments a commented-out logger, or appends a new logger. */
export function addLogger(file: Log4jFile, logger: string, level: string): string {
  const commented = findCommented(file, logger);
  if (commented) return editText(file.text, [...addToList(file, commented.id), ...uncomment(commented, level)]);
  const id = newId(file.text);
  const lines = [`logger.${id}.name = ${encode(logger)}`, `logger.${id}.level = ${level}`];
  // Edit the list first, because the list may be the last line.
  return editText(file.text, [...addToList(file, id), insertLines(file, undefined, lines)]);
}

type CommentedProperty = {
  readonly key: string;
  readonly value: string;
  /** Range of the comment mark with its surrounding whitespace. */
  readonly markStart: number;
  readonly markEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
};

type CommentedLogger = { readonly id: string; readonly name: CommentedProperty; readonly level: CommentedProperty };

/** Finds a commented-out logger, such as `#logger.flink.name` and `.level` in Flink's default file. */
function findCommented({ text, comments, effective }: Log4jFile, logger: string): CommentedLogger | undefined {
  const properties = comments.flatMap((comment) => readCommented(text, comment));
  for (const name of properties) {
    const id = /^logger\.([^.]+)\.name$/.exec(name.key)?.[1];
    const level = properties.find(({ key }) => key === `logger.${id}.level`);
    const isTaken = [...effective.keys()].some((key) => key === `logger.${id}` || key.startsWith(`logger.${id}.`));
    if (id !== undefined && level && name.value === logger && !isTaken) return { id, name, level };
  }
  return undefined;
}

function readCommented(text: string, { start, end }: Comment): readonly CommentedProperty[] {
  const content = text.slice(start, end);
  const mark = /^[ \t\f]*[#!]+[ \t\f]*/.exec(content)?.[0].length ?? 0;
  const [property] = parseProperties(content.slice(mark)).properties;
  // A comment ends with its line, but an uncommented property could continue on the next line.
  if (!property || /\\[\r\n]*$/.test(content)) return [];
  const markEnd = start + mark;
  const { key, value, valueStart, valueEnd } = property;
  return [{ key, value, markStart: start, markEnd, valueStart: markEnd + valueStart, valueEnd: markEnd + valueEnd }];
}

const uncomment = ({ name, level }: CommentedLogger, newLevel: string): readonly Edit[] => [
  { start: name.markStart, end: name.markEnd, text: '' },
  { start: level.markStart, end: level.markEnd, text: '' },
  { start: level.valueStart, end: level.valueEnd, text: newLevel },
];

/** Adds the id to the list of loggers, if there is one. With a list, log4j reads only listed loggers. */
function addToList({ list }: Log4jFile, id: string): readonly Edit[] {
  if (!list) return [];
  const comma = /,\s*$/.test(list.value) ? ' ' : ', ';
  return [{ start: list.valueEnd, end: list.valueEnd, text: `${comma}${id}` }];
}

function newId(text: string): string {
  for (let number = 1; ; number += 1) {
    if (!new RegExp(`\\btui_${number}\\b`).test(text)) return `tui_${number}`;
  }
}

/** Java reads the file as Latin-1, so other characters are written as escapes. */
const encode = (text: string): string =>
  text.replace(/[:=!#]|[^ -~]/g, (character) =>
    character > '~' ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : `\\${character}`,
  );

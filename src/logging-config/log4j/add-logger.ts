import { type Edit, editText } from '../edit-text.ts';
import { insertLines } from './edit-property.ts';
import type { Log4jFile } from './log4j-file.ts';
import { type Comment, parseProperties } from './parse-properties.ts';

/** A logger that the file does not have: one that stands there as a comment comes to life, else a new one is added. */
export function addLogger(file: Log4jFile, logger: string, level: string): string {
  const commented = findCommented(file, logger);
  if (commented) return editText(file.text, [...listed(file, commented.id), ...comeToLife(commented, level)]);
  const id = newId(file.text);
  const lines = [`logger.${id}.name = ${encode(logger)}`, `logger.${id}.level = ${level}`];
  // The list first: it may be the last line itself.
  return editText(file.text, [...listed(file, id), insertLines(file, undefined, lines)]);
}

type CommentedProperty = {
  readonly key: string;
  readonly value: string;
  /** Of the comment's mark with the blanks around it. */
  readonly markStart: number;
  readonly markEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
};

type CommentedLogger = { readonly id: string; readonly name: CommentedProperty; readonly level: CommentedProperty };

/** Flink's own file has `#logger.flink.name` and `.level` like that (flink.md 2.5). */
function findCommented({ text, comments, effective }: Log4jFile, logger: string): CommentedLogger | undefined {
  const within = comments.flatMap((comment) => readCommented(text, comment));
  for (const name of within) {
    const id = /^logger\.([^.]+)\.name$/.exec(name.key)?.[1];
    const level = within.find(({ key }) => key === `logger.${id}.level`);
    const isTaken = [...effective.keys()].some((key) => key === `logger.${id}` || key.startsWith(`logger.${id}.`));
    if (id !== undefined && level && name.value === logger && !isTaken) return { id, name, level };
  }
  return undefined;
}

function readCommented(text: string, { start, end }: Comment): readonly CommentedProperty[] {
  const content = text.slice(start, end);
  const mark = /^[ \t\f]*[#!]+[ \t\f]*/.exec(content)?.[0].length ?? 0;
  const [property] = parseProperties(content.slice(mark)).properties;
  // A comment goes on over no second line; what it holds would.
  if (!property || /\\[\r\n]*$/.test(content)) return [];
  const markEnd = start + mark;
  const { key, value, valueStart, valueEnd } = property;
  return [{ key, value, markStart: start, markEnd, valueStart: markEnd + valueStart, valueEnd: markEnd + valueEnd }];
}

const comeToLife = ({ name, level }: CommentedLogger, newLevel: string): readonly Edit[] => [
  { start: name.markStart, end: name.markEnd, text: '' },
  { start: level.markStart, end: level.markEnd, text: '' },
  { start: level.valueStart, end: level.valueEnd, text: newLevel },
];

/** Where there is a list of loggers, only what is on it is read. */
function listed({ list }: Log4jFile, id: string): readonly Edit[] {
  if (!list) return [];
  const comma = /,\s*$/.test(list.value) ? ' ' : ', ';
  return [{ start: list.valueEnd, end: list.valueEnd, text: `${comma}${id}` }];
}

function newId(text: string): string {
  for (let number = 1; ; number += 1) {
    if (!new RegExp(`\\btui_${number}\\b`).test(text)) return `tui_${number}`;
  }
}

/** Java reads the file as Latin-1, so that anything else is written by its number. */
const encode = (text: string): string =>
  text.replace(/[:=!#]|[^ -~]/g, (character) =>
    character > '~' ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : `\\${character}`,
  );

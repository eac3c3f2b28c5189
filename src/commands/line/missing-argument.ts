import type { Argument, Command } from '../record/command.ts';
import { findCommand } from '../table.ts';
import { quoteWord, splitWords } from './split-words.ts';
import { tokenize } from './tokenize.ts';

/** A line that lacks the first argument of its command, and offers a place for it. */
export type LineWithoutArgument = {
  readonly command: Command;
  readonly argument: Argument;
  /** Returns the line with these values of the argument. */
  readonly withValues: (values: readonly string[]) => string;
};

/**
 * Returns the command of a line that cannot run, because its first argument is missing. Returns undefined for every other
 * line, so also if the command means something else without the argument: `stop` stops the cluster.
 */
export function findMissingArgument(line: string): LineWithoutArgument | undefined {
  const { words, isUnfinished } = splitWords(line);
  const [name, ...rest] = words;
  const command = name && findCommand(name.text);
  const argument = command?.arguments[0];
  if (name === undefined || command === undefined || argument === undefined || isUnfinished) return undefined;
  const tokens = tokenize(
    command,
    rest.map(({ text }) => text),
  );
  if (tokens.some(({ kind }) => kind === 'argument' || kind === 'options-end')) return undefined;
  const { required, requiredUnless } = argument;
  const isReplaced = tokens.some((token) => token.kind === 'option' && requiredUnless?.includes(token.option.name));
  if (!required && (requiredUnless === undefined || isReplaced)) return undefined;
  return {
    command,
    argument,
    withValues: (values) =>
      [line.slice(0, name.end), ...values.map(quoteWord)].join(' ') + line.slice(name.end).trimEnd(),
  };
}

import { parseMoment } from '../../logs/parse-moment.ts';
import { parseDuration } from '../../text/duration.ts';
import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import type { Argument, Command, Input, Option } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { namesOf } from '../record/command-names.ts';
import { optionsOf } from '../record/output-format.ts';
import { commands, findCommand } from '../table.ts';
import { splitWords } from './split-words.ts';
import { tokenize } from './tokenize.ts';
import { type Syntax, usageLine } from './usage.ts';

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Hint for an empty argument, as in `stop ID "$JOB"`. */
export const unsetVariableHint = 'Check for an unset shell variable';

export const isBlank = (text: string): boolean => text.trim() === '';

export type Parsed = { readonly command: Command; readonly input: Input };

/** Parses a typed line; returns undefined if it is blank. Throws a CommandError with exit code 2 for invalid input. */
export function parseCommandLine(line: string): Parsed | undefined {
  const { words, isUnfinished } = splitWords(line);
  if (isUnfinished) throw new CommandError(exitCodes.usage, 'unclosed quote');
  if (words.length === 0) return undefined;
  const { command, input } = parseWords(words.map(({ text }) => text));
  return { command, input: { ...input, line } };
}

/** Parses the words of a line. The first one is the command name. */
export function parseWords([name = '', ...words]: readonly string[]): Parsed {
  const command = findCommand(name);
  if (command === undefined) throw unknownCommandError(name);
  return { command, input: parseInput(command, words) };
}

/** Parses and validates the words after the command name. Errors end with the usage in `syntax`. */
export function parseInput(command: Command, words: readonly string[], syntax: Syntax = 'line'): Input {
  try {
    return readInput(command, words);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const hints = [...error.hints, `Usage: ${usageLine(command, syntax)}`];
    throw new CommandError(error.exitCode, error.message, hints);
  }
}

function readInput(command: Command, words: readonly string[]): Input {
  const positionals: string[] = [];
  const trailing: string[] = [];
  const options: Record<string, string | number | true | readonly string[]> = {};
  let isTrailing = false;
  for (const token of tokenize(command, words)) {
    if (token.kind === 'options-end') isTrailing = command.trailing !== undefined;
    if (token.kind === 'argument') (isTrailing ? trailing : positionals).push(token.text);
    if (token.kind === 'unknown-option') throw unknownOptionError(command, token.flag);
    if (token.kind !== 'option') continue;
    const { option } = token;
    const value = readOption(option, token.value);
    if (value === undefined) delete options[option.name];
    else options[option.name] = option.many ? [...previousValues(options[option.name]), String(value)] : value;
  }
  checkArguments(command, positionals);
  if (!isTrailing) return { arguments: positionals, options };
  if (trailing.length === 0 || isBlank(trailing[0] ?? ''))
    throw usageError(`${command.name} requires a ${command.trailing?.name} after --`);
  return { arguments: positionals, options, trailing };
}

function previousValues(values: Input['options'][string]): readonly string[] {
  return Array.isArray(values) ? values : [];
}

/** Returns undefined for a switch that is off, such as `--follow=false`. */
function readOption(option: Option, text: string | undefined): string | number | true | undefined {
  const { name, value: placeholder } = option;
  if (placeholder === undefined) {
    if (text === undefined || text === 'true') return true;
    if (text === 'false') return undefined;
    throw usageError(`--${name} takes no value`);
  }
  if (text === undefined) throw usageError(`--${name} requires a value: --${name} ${placeholder}`);
  if (isBlank(text)) throw usageError(`--${name} requires a non-empty ${placeholder}`, [unsetVariableHint]);
  return readValue(option, text);
}

function readValue({ name, choices, kind }: Option, text: string): string | number {
  if (choices !== undefined) {
    const choice = choices.find((known) => known.toLowerCase() === text.toLowerCase());
    if (choice !== undefined) return choice;
    throw usageError(`invalid value '${printable(text)}' for --${name}: must be one of ${choices.join(', ')}`);
  }
  if (kind === 'duration') {
    const duration = parseDuration(text);
    if (duration !== undefined) return duration;
    throw usageError(`invalid value '${printable(text)}' for --${name}: must be a duration such as 30s, 5m or 1h30m`);
  }
  if (kind === 'count') {
    if (/^(\d{1,15}|-1)$/.test(text)) return Number(text);
    throw usageError(`invalid value '${printable(text)}' for --${name}: must be a whole number`);
  }
  if (kind === 'time') {
    const time = rfc3339.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(time)) return time;
    throw usageError(`invalid value '${printable(text)}' for --${name}: must be a time such as 2026-11-24T02:30:00Z`);
  }
  if (kind === 'moment' && parseDuration(text) === undefined && parseMoment(text, Date.now()) === undefined) {
    throw usageError(
      `invalid value '${printable(text)}' for --${name}: must be a duration such as 2h, or a time such as 14:05 or ` +
        '2026-11-24T02:30:00Z',
    );
  }
  return text;
}

function checkArguments(command: Command, positionals: readonly string[]): void {
  const blank = positionals.findIndex(isBlank);
  if (blank !== -1) {
    const { name } = argumentAt(command, blank) ?? { name: 'argument' };
    throw usageError(`${command.name} requires a non-empty ${name}`, [unsetVariableHint]);
  }
  const missing = command.arguments[positionals.length];
  if (missing?.required === true) throw usageError(`${command.name} requires a ${missing.name}`);
  const isRepeatable = command.arguments.some(({ many }) => many);
  const unexpected = positionals[command.arguments.length];
  if (unexpected === undefined || isRepeatable) return;
  throw usageError(`unexpected argument '${printable(unexpected)}'`);
}

function argumentAt({ arguments: known }: Command, index: number): Argument | undefined {
  return known[index] ?? known.find(({ many }) => many);
}

function usageError(message: string, hints: readonly string[] = []): CommandError {
  return new CommandError(exitCodes.usage, message, hints);
}

function unknownOptionError(command: Command, flag: string): CommandError {
  const names = optionsOf(command).map(({ name }) => name);
  const near = flag.startsWith('--') ? nearest(flag.slice(2), names) : [];
  return usageError(
    `unknown option '${printable(flag)}' for ${command.name}`,
    near.map((name) => `Did you mean --${name}?`),
  );
}

function unknownCommandError(name: string): CommandError {
  // An alias of a command that is suggested anyway says nothing new.
  const near = nearest(name.toLowerCase(), commands.flatMap(namesOf)).filter(
    (found, index, all) => all.findIndex((other) => findCommand(other) === findCommand(found)) === index,
  );
  return new CommandError(exitCodes.usage, `unknown command '${printable(name)}'`, [
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Run help to list the commands',
  ]);
}

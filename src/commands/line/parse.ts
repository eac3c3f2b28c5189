import { parseDuration } from '../../text/duration.ts';
import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import type { Argument, Command, Input, Option } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { optionsOf } from '../record/output-format.ts';
import { commands, findCommand } from '../table.ts';
import { splitWords } from './split-words.ts';
import { tokenize } from './tokenize.ts';
import { usageLine } from './usage.ts';

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What an empty word most often comes from: `stop ID "$JOB"`. */
export const unsetVariable = 'Is a shell variable unset?';

export const isBlank = (text: string): boolean => text.trim() === '';

export type Parsed = { readonly command: Command; readonly input: Input };

/** A typed line; undefined if it is blank. Rejects what does not fit with a CommandError of exit code 2. */
export function parseCommandLine(line: string): Parsed | undefined {
  const { words, unfinished } = splitWords(line);
  if (unfinished) throw new CommandError(exitCodes.usage, 'a quote is not closed');
  if (words.length === 0) return undefined;
  const { command, input } = parseWords(words.map(({ text }) => text));
  return { command, input: { ...input, line } };
}

/** The words of a typed line, the command's name first. */
export function parseWords([name = '', ...words]: readonly string[]): Parsed {
  const command = findCommand(name);
  if (command === undefined) throw unknownCommand(name);
  return { command, input: parseInput(command, words) };
}

/** What follows the command's name, checked against its record. */
export function parseInput(command: Command, words: readonly string[]): Input {
  const positional: string[] = [];
  const options: Record<string, string | number | true | readonly string[]> = {};
  for (const token of tokenize(command, words)) {
    if (token.kind === 'argument') positional.push(token.text);
    if (token.kind === 'unknown-option') throw unknownOption(command, token.flag);
    if (token.kind !== 'option') continue;
    const { option } = token;
    const value = readOption(command, option, token.value);
    if (value === undefined) delete options[option.name];
    else options[option.name] = option.many ? [...listed(options[option.name]), String(value)] : value;
  }
  checkArguments(command, positional);
  return { arguments: positional, options };
}

function listed(values: Input['options'][string]): readonly string[] {
  return Array.isArray(values) ? values : [];
}

/** undefined for a switch that is off: `--follow=false`, as kubectl takes it. */
function readOption(command: Command, option: Option, text: string | undefined): string | number | true | undefined {
  const { name, value: placeholder } = option;
  if (placeholder === undefined) {
    if (text === undefined || text === 'true') return true;
    if (text === 'false') return undefined;
    throw usageError(command, `--${name} takes no value`);
  }
  if (text === undefined) throw usageError(command, `--${name} needs a value: --${name} ${placeholder}`);
  if (isBlank(text)) throw usageError(command, `--${name} is empty: it needs a ${placeholder}`, [unsetVariable]);
  return readValue(command, option, text);
}

function readValue(command: Command, { name, choices, kind }: Option, text: string): string | number {
  if (choices !== undefined) {
    const choice = choices.find((known) => known.toLowerCase() === text.toLowerCase());
    if (choice !== undefined) return choice;
    throw usageError(command, `--${name} is one of ${choices.join(', ')}, not ${printable(text)}`);
  }
  if (kind === 'duration') {
    const duration = parseDuration(text);
    if (duration !== undefined) return duration;
    throw usageError(command, `--${name} is a duration such as 30s, 5m or 1h30m, not ${printable(text)}`);
  }
  if (kind === 'count') {
    if (/^(\d{1,15}|-1)$/.test(text)) return Number(text);
    throw usageError(command, `--${name} is a whole number, not ${printable(text)}`);
  }
  if (kind === 'time') {
    const time = rfc3339.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(time)) return time;
    throw usageError(command, `--${name} is a time such as 2026-11-24T02:30:00Z, not ${printable(text)}`);
  }
  return text;
}

function checkArguments(command: Command, positional: readonly string[]): void {
  const blank = positional.findIndex(isBlank);
  if (blank !== -1) {
    const { name } = argumentAt(command, blank) ?? { name: 'argument' };
    throw usageError(command, `the ${name} of ${command.name} is empty`, [unsetVariable]);
  }
  const missing = command.arguments[positional.length];
  if (missing?.required === true) throw usageError(command, `${command.name} needs a ${missing.name}`);
  const takesMany = command.arguments.some(({ many }) => many);
  const tooMany = positional[command.arguments.length];
  if (tooMany === undefined || takesMany) return;
  throw usageError(command, `${command.name} does not know what to do with ${printable(tooMany)}`);
}

function argumentAt({ arguments: known }: Command, place: number): Argument | undefined {
  return known[place] ?? known.find(({ many }) => many);
}

function usageError(command: Command, message: string, hints: readonly string[] = []): CommandError {
  return new CommandError(exitCodes.usage, message, [...hints, `Usage: ${usageLine(command)}`]);
}

function unknownOption(command: Command, flag: string): CommandError {
  const names = optionsOf(command).map(({ name }) => name);
  const near = flag.startsWith('--') ? nearest(flag.slice(2), names) : [];
  return usageError(
    command,
    `${command.name} has no option ${printable(flag)}`,
    near.map((name) => `Did you mean --${name}?`),
  );
}

function unknownCommand(name: string): CommandError {
  const near = nearest(
    name.toLowerCase(),
    commands.map((command) => command.name),
  );
  return new CommandError(exitCodes.usage, `unknown command ${printable(name)}`, [
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'help lists the commands.',
  ]);
}

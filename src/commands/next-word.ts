import { configLevels } from '../logging-config/logging-config.ts';
import type { ArgumentKind, ClusterNameKind, Command, Option } from './command.ts';
import { optionsOf } from './output-format.ts';
import { commands, findCommand } from './table.ts';

type KnownWord = { readonly word: string; readonly summary: string };

/** What may stand where a word is being typed. */
export type NextWord =
  /** One of these, which begin as it does. */
  | { readonly kind: 'word'; readonly words: readonly KnownWord[] }
  /** The same, and it is an option. */
  | { readonly kind: 'option'; readonly words: readonly KnownWord[] }
  /** A name that only the cluster can tell. */
  | {
      readonly kind: ClusterNameKind;
      readonly command: Command;
      /** The words that stand for others of its kind already. */
      readonly taken: readonly string[];
    };

/** What completion goes by at every door. The finished words, the command's name first, are read as `parseWords` does. */
export function nextWord([name, ...finished]: readonly string[], typed: string): NextWord {
  if (name === undefined) return oneOf(commandWords(), typed);
  const command = findCommand(name);
  if (command === undefined) return oneOf([], typed);
  const { operands, given, awaiting, optionsEnd } = readFinished(command, finished);
  if (awaiting !== undefined) return nameOf(awaiting.kind, command, []) ?? oneOf(choicesOf(awaiting), typed);
  if (typed.startsWith('-') && !optionsEnd) {
    return { kind: 'option', words: startingWith(typed, optionsNotGiven(command, given)) };
  }
  return argumentAfter(operands, command, typed);
}

/** `--name`, `--name=value`, `-n`, `-nvalue`; without a flag where the word is no option. */
export function readFlag(word: string): { readonly flag: string | undefined; readonly attached: string | undefined } {
  const [, long, longValue, short, shortValue] = /^(--[^=]+)(?:=(.*))?$|^(-[^-])(.+)?$/s.exec(word) ?? [];
  return { flag: long ?? short, attached: longValue ?? shortValue };
}

function readFinished(command: Command, finished: readonly string[]) {
  const operands: string[] = [];
  const given: Option[] = [];
  let awaiting: Option | undefined;
  let optionsEnd = false;
  const rest = finished.values();
  for (const word of rest) {
    const { flag, attached } = readFlag(word);
    const option = optionsOf(command).find(({ name, short }) => flag === `--${name}` || flag === `-${short}`);
    if (word === '--') {
      optionsEnd = true;
      for (const operand of rest) operands.push(operand);
    } else if (flag === undefined) operands.push(word);
    else if (option !== undefined) {
      given.push(option);
      if (option.value !== undefined && attached === undefined && rest.next().done) awaiting = option;
    }
  }
  return { operands, given, awaiting, optionsEnd };
}

function argumentAfter(operands: readonly string[], command: Command, typed: string): NextWord {
  const argument = command.arguments[operands.length] ?? command.arguments.find(({ many }) => many);
  if (argument?.kind === 'command') return oneOf(commandWords(), typed);
  if (argument?.kind === 'level') {
    return oneOf(
      configLevels.map((word) => ({ word, summary: '' })),
      typed.toUpperCase(),
    );
  }
  return nameOf(argument?.kind, command, operands) ?? oneOf([], typed);
}

/** undefined for what the cluster has no names of. */
function nameOf(kind: Option['kind'] | ArgumentKind, command: Command, taken: readonly string[]): NextWord | undefined {
  return kind === 'job' || kind === 'pod' || kind === 'logger' ? { kind, command, taken } : undefined;
}

function optionsNotGiven(command: Command, given: readonly Option[]): readonly KnownWord[] {
  return optionsOf(command)
    .filter((option) => option.many || !given.includes(option))
    .map(({ name, summary }) => ({ word: `--${name}`, summary }));
}

function choicesOf({ choices = [], summary }: Option): readonly KnownWord[] {
  return choices.map((word) => ({ word, summary }));
}

function commandWords(): readonly KnownWord[] {
  return commands.map(({ name, summary }) => ({ word: name, summary }));
}

function oneOf(words: readonly KnownWord[], typed: string): NextWord {
  return { kind: 'word', words: startingWith(typed, words) };
}

function startingWith(typed: string, words: readonly KnownWord[]): readonly KnownWord[] {
  return words.filter(({ word }) => word.startsWith(typed));
}

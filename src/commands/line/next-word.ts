import { configLevels } from '../../logging-config/logging-config.ts';
import type { ArgumentKind, ClusterNameKind, Command, Option } from '../record/command.ts';
import { optionsOf } from '../record/output-format.ts';
import { commands, findCommand } from '../table.ts';
import { awaitingOption, type CommandToken, tokenize } from './tokenize.ts';

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
      /** What stands before the name in the same word: `--job=`. */
      readonly prefix: string;
      /** As much of the name as is typed. */
      readonly typed: string;
    };

/** What completion goes by in every frontend. The finished words, the command's name first, are read as `parseWords` does. */
export function nextWord([name, ...finished]: readonly string[], typed: string): NextWord {
  if (name === undefined) return oneOf(commandWords(), typed);
  const command = findCommand(name);
  if (command === undefined) return oneOf([], typed);
  const tokens = tokenize(command, finished);
  const awaiting = awaitingOption(tokens);
  if (awaiting !== undefined) return valueWords(awaiting, command, '', typed);
  if (tokens.some(({ kind }) => kind === 'options-end')) return argumentAfter(tokens, command, typed);
  const [begun] = tokenize(command, [typed]);
  if (begun?.kind === 'option' && begun.option.value !== undefined && begun.value !== undefined) {
    return valueWords(begun.option, command, typed.slice(0, typed.length - begun.value.length), begun.value);
  }
  if (typed.startsWith('-')) return { kind: 'option', words: startingWith(typed, optionsNotGiven(command, tokens)) };
  return argumentAfter(tokens, command, typed);
}

function valueWords(option: Option, command: Command, prefix: string, typed: string): NextWord {
  if (isClusterName(option.kind)) return { kind: option.kind, command, taken: [], prefix, typed };
  const words = startingWith(typed, choicesOf(option));
  return { kind: 'word', words: words.map(({ word, summary }) => ({ word: prefix + word, summary })) };
}

function argumentAfter(tokens: readonly CommandToken[], command: Command, typed: string): NextWord {
  const operands = tokens.flatMap((token) => (token.kind === 'argument' ? [token.text] : []));
  const argument = command.arguments[operands.length] ?? command.arguments.find(({ many }) => many);
  if (argument?.kind === 'command') return oneOf(commandWords(), typed);
  if (argument?.kind === 'level') {
    return oneOf(
      configLevels.map((word) => ({ word, summary: '' })),
      typed.toUpperCase(),
    );
  }
  if (isClusterName(argument?.kind)) return { kind: argument.kind, command, taken: operands, prefix: '', typed };
  return oneOf([], typed);
}

function isClusterName(kind: Option['kind'] | ArgumentKind): kind is ClusterNameKind {
  return kind === 'job' || kind === 'pod' || kind === 'logger';
}

function optionsNotGiven(command: Command, tokens: readonly CommandToken[]): readonly KnownWord[] {
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.option] : []));
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

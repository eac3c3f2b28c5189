import { configLevels } from '../../logging-config/logging-config.ts';
import type { ArgumentKind, ClusterNameKind, Command, Option } from '../record/command.ts';
import { namesOf } from '../record/command-names.ts';
import { optionsOf } from '../record/output-format.ts';
import { commands, findCommand } from '../table.ts';
import { type CommandToken, pendingOption, tokenize } from './tokenize.ts';

type Suggestion = { readonly word: string; readonly summary: string };

/** The kind of word that completes the typed text. */
export type CompletionTarget =
  /** One of these words, which start with the typed text. */
  | { readonly kind: 'word'; readonly words: readonly Suggestion[] }
  /** One of these options, which start with the typed text. */
  | { readonly kind: 'option'; readonly words: readonly Suggestion[] }
  /** A name from the cluster. */
  | {
      readonly kind: ClusterNameKind;
      readonly command: Command;
      /** Names that the line already contains. */
      readonly taken: readonly string[];
      /** The part of the word before the name: `--job=` */
      readonly prefix: string;
      /** The typed part of the name. */
      readonly typed: string;
    };

/** Finds the completion target after the finished words, for every frontend. Parses the words like `parseWords`. */
export function findCompletionTarget([name, ...finished]: readonly string[], typed: string): CompletionTarget {
  if (name === undefined) return completeWord(commandSuggestions(typed), typed);
  const command = findCommand(name);
  if (command === undefined) return completeWord([], typed);
  const tokens = tokenize(command, finished);
  const pending = pendingOption(tokens);
  if (pending !== undefined) return completeValue(pending, command, '', typed);
  if (tokens.some(({ kind }) => kind === 'options-end'))
    return command.trailing === undefined ? completeArgument(tokens, command, typed) : completeWord([], typed);
  const [token] = tokenize(command, [typed]);
  if (token?.kind === 'option' && token.option.value !== undefined && token.value !== undefined) {
    return completeValue(token.option, command, typed.slice(0, typed.length - token.value.length), token.value);
  }
  if (typed.startsWith('-')) return { kind: 'option', words: startingWith(typed, unusedOptions(command, tokens)) };
  return completeArgument(tokens, command, typed);
}

function completeValue(option: Option, command: Command, prefix: string, typed: string): CompletionTarget {
  if (isClusterName(option.kind)) return { kind: option.kind, command, taken: [], prefix, typed };
  const words = startingWith(typed, choiceSuggestions(option));
  return { kind: 'word', words: words.map(({ word, summary }) => ({ word: prefix + word, summary })) };
}

function completeArgument(tokens: readonly CommandToken[], command: Command, typed: string): CompletionTarget {
  const texts = tokens.flatMap((token) => (token.kind === 'argument' ? [token.text] : []));
  const argument = command.arguments[texts.length] ?? command.arguments.find(({ many }) => many);
  if (argument?.kind === 'command') return completeWord(commandSuggestions(typed), typed);
  if (argument?.kind === 'level') {
    return completeWord(
      configLevels.map((word) => ({ word, summary: '' })),
      typed.toUpperCase(),
    );
  }
  if (isClusterName(argument?.kind)) return { kind: argument.kind, command, taken: texts, prefix: '', typed };
  return completeWord([], typed);
}

function isClusterName(kind: Option['kind'] | ArgumentKind): kind is ClusterNameKind {
  return kind === 'job' || kind === 'pod' || kind === 'logger';
}

function unusedOptions(command: Command, tokens: readonly CommandToken[]): readonly Suggestion[] {
  const used = tokens.flatMap((token) => (token.kind === 'option' ? [token.option] : []));
  return optionsOf(command)
    .filter((option) => option.many || !used.includes(option))
    .map(({ name, summary }) => ({ word: `--${name}`, summary }));
}

function choiceSuggestions({ choices = [], summary }: Option): readonly Suggestion[] {
  return choices.map((word) => ({ word, summary }));
}

/** An alias is suggested once a part of it is typed: the list of all commands has each command once. */
function commandSuggestions(typed: string): readonly Suggestion[] {
  return commands.flatMap((command) => {
    const names = typed === '' ? [command.name] : namesOf(command);
    return names.map((word) => ({ word, summary: command.summary }));
  });
}

function completeWord(words: readonly Suggestion[], typed: string): CompletionTarget {
  return { kind: 'word', words: startingWith(typed, words) };
}

function startingWith(typed: string, words: readonly Suggestion[]): readonly Suggestion[] {
  return words.filter(({ word }) => word.startsWith(typed));
}

import type { Command, Option } from '../record/command.ts';
import { optionsOf } from '../record/output-format.ts';

/** What words mean to a command. Parsing and completion both go by this. */
export type CommandToken =
  | { readonly kind: 'argument'; readonly text: string }
  /** Without a value it is a switch, or the words end where its value should be. */
  | { readonly kind: 'option'; readonly option: Option; readonly value: string | undefined }
  /** As it was typed, without a value: `--al`, `-x`. */
  | { readonly kind: 'unknown-option'; readonly flag: string }
  /** `--`: what follows are arguments. */
  | { readonly kind: 'options-end' };

/** The words after the command's name. */
export function tokenize(command: Pick<Command, 'options'>, words: readonly string[]): readonly CommandToken[] {
  const options = optionsOf(command);
  const tokens: CommandToken[] = [];
  const rest = words.values();
  for (const word of rest) {
    const typed = readFlag(word);
    if (word === '--') {
      tokens.push({ kind: 'options-end' });
      for (const text of rest) tokens.push({ kind: 'argument', text });
    } else if (typed === undefined) tokens.push({ kind: 'argument', text: word });
    else {
      const option = options.find(({ name, short }) => typed.flag === `--${name}` || typed.flag === `-${short}`);
      if (option === undefined) tokens.push({ kind: 'unknown-option', flag: typed.flag });
      else tokens.push({ kind: 'option', option, value: typed.attached ?? valueAfter(option, rest) });
    }
  }
  return tokens;
}

/** The option that takes the next word as its value, whatever that is. */
export function awaitingOption(tokens: readonly CommandToken[]): Option | undefined {
  const last = tokens.at(-1);
  if (last?.kind !== 'option' || last.value !== undefined) return undefined;
  return last.option.value === undefined ? undefined : last.option;
}

/** `--name`, `--name=value`, `-n`, `-nvalue`, `-n=value`; undefined for a word that is no option, as `-` is none. */
export function readFlag(word: string): { readonly flag: string; readonly attached: string | undefined } | undefined {
  const [, long, longValue, short, afterSign, joined] =
    /^(--[^=]*)(?:=(.*))?$|^(-[^-])(?:=(.*)|(.+))?$/s.exec(word) ?? [];
  const flag = long ?? short;
  return flag === undefined ? undefined : { flag, attached: longValue ?? afterSign ?? joined };
}

function valueAfter(option: Option, rest: IterableIterator<string>): string | undefined {
  return option.value === undefined ? undefined : rest.next().value;
}

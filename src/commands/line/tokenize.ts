import type { Command, Option } from '../record/command.ts';
import { optionsOf } from '../record/output-format.ts';

/** A token of a command line. Parsing and completion both use it. */
export type CommandToken =
  | { readonly kind: 'argument'; readonly text: string }
  /** Without a value, the option is a switch or its value is missing. */
  | { readonly kind: 'option'; readonly option: Option; readonly value: string | undefined }
  /** As typed, without a value: `--al`, `-x` */
  | { readonly kind: 'unknown-option'; readonly flag: string }
  /** `--`: only arguments follow. */
  | { readonly kind: 'options-end' };

/** Splits the words after the command name into tokens. */
export function tokenize(command: Pick<Command, 'options'>, words: readonly string[]): readonly CommandToken[] {
  const options = optionsOf(command);
  const tokens: CommandToken[] = [];
  const remaining = words.values();
  for (const word of remaining) {
    const parsed = parseFlag(word);
    if (word === '--') {
      tokens.push({ kind: 'options-end' });
      for (const text of remaining) tokens.push({ kind: 'argument', text });
    } else if (parsed === undefined) tokens.push({ kind: 'argument', text: word });
    else {
      const option = options.find(({ name, short }) => parsed.flag === `--${name}` || parsed.flag === `-${short}`);
      if (option === undefined) tokens.push({ kind: 'unknown-option', flag: parsed.flag });
      else tokens.push({ kind: 'option', option, value: parsed.attached ?? takeValue(option, remaining) });
    }
  }
  return tokens;
}

/** Returns the last option if its value is missing. The next word is then its value. */
export function pendingOption(tokens: readonly CommandToken[]): Option | undefined {
  const last = tokens.at(-1);
  if (last?.kind !== 'option' || last.value !== undefined) return undefined;
  return last.option.value === undefined ? undefined : last.option;
}

/** Parses `--name`, `--name=value`, `-n`, `-nvalue` and `-n=value`. Returns undefined for other words, such as `-`. */
export function parseFlag(word: string): { readonly flag: string; readonly attached: string | undefined } | undefined {
  const [, long, longValue, short, afterSign, joined] =
    /^(--[^=]*)(?:=(.*))?$|^(-[^-])(?:=(.*)|(.+))?$/s.exec(word) ?? [];
  const flag = long ?? short;
  return flag === undefined ? undefined : { flag, attached: longValue ?? afterSign ?? joined };
}

function takeValue(option: Option, remaining: IterableIterator<string>): string | undefined {
  return option.value === undefined ? undefined : remaining.next().value;
}

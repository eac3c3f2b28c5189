import { printableJson, printableLines } from '../text/printable.ts';
import type { Command, Input, Option, Rendering } from './command.ts';

export const outputFormats = ['text', 'wide', 'json', 'yaml', 'name'] as const;
export type OutputFormat = (typeof outputFormats)[number];

const output: Option = {
  name: 'output',
  short: 'o',
  value: 'FORMAT',
  choices: outputFormats,
  summary: 'how the result is printed; text if not given',
};

/** The options of a command where it is typed: its own, and the one that all have. */
export function optionsOf({ options }: Pick<Command, 'options'>): readonly Option[] {
  return [...options, output];
}

/** What `-o` says beside this use of a command; undefined if it is not there. */
export function formatOf({ options }: Input): OutputFormat | undefined {
  return outputFormats.find((format) => format === options[output.name]);
}

/** For people; progress is shown beside it. */
export function isText(format: OutputFormat): boolean {
  return format === 'text' || format === 'wide';
}

/** Without a line end; empty if there is nothing to print. */
export async function renderResult<R>(rendering: Rendering<R>, result: R, format: OutputFormat): Promise<string> {
  switch (format) {
    case 'json':
    case 'yaml':
      return formatData(rendering.json(result), format);
    case 'name':
      return rendering.names(result).join('\n');
    case 'text':
    case 'wide':
      return printableLines(rendering.text(result, { wide: format === 'wide', now: Date.now() }));
  }
}

export async function formatData(data: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (data === undefined) return '';
  if (format === 'json') return printableJson(JSON.stringify(data, null, 2));
  const { stringify } = await import('yaml');
  const plain = stringify(data).trimEnd();
  if (printableJson(plain) === plain) return plain;
  return printableJson(stringify(data, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }).trimEnd());
}

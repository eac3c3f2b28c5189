import { printableJson, printableLines } from '../../text/printable.ts';
import type { Command, Input, Option, Rendering } from './command.ts';

export const outputFormats = ['text', 'wide', 'json', 'yaml', 'name'] as const;
export type OutputFormat = (typeof outputFormats)[number];

const output: Option = {
  name: 'output',
  short: 'o',
  value: 'FORMAT',
  choices: outputFormats,
  summary: 'Output format, default text',
};

/** Returns the options of a command, including the common `--output`. */
export function optionsOf({ options }: Pick<Command, 'options'>): readonly Option[] {
  return [...options, output];
}

/** Returns the value of `--output`; undefined if it is not set. */
export function formatOf({ options }: Input): OutputFormat | undefined {
  return outputFormats.find((format) => format === options[output.name]);
}

/** Whether the format is for people. If so, progress is also shown. */
export function isText(format: OutputFormat): boolean {
  return format === 'text' || format === 'wide';
}

/** Returns the output without a trailing newline; empty if there is nothing to print. */
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

/** Yields the output in blocks of lines, so that a long result never has to fit in memory. */
export async function* renderBlocks<R>(
  rendering: Rendering<R>,
  result: R,
  format: OutputFormat,
): AsyncGenerator<string> {
  const { streamed } = rendering;
  if (streamed === undefined || format === 'name') {
    yield await renderResult(rendering, result, format);
  } else if (format === 'json') {
    for (const lines of inBlocks(jsonLines(streamed.items(result)))) yield printableJson(lines.join('\n'));
  } else if (format === 'yaml') {
    for (const items of inBlocks(streamed.items(result))) yield await formatData(items, format);
  } else {
    const lines = streamed.lines(result, { wide: format === 'wide', now: Date.now() });
    for (const block of inBlocks(lines)) yield printableLines(block.join('\n'));
  }
}

/** V8 collects larger blocks late: 480,000 jobs took 589 MB with blocks of 1000 lines, and 226 MB with 100. */
const blockLength = 100;

/** Yields at least one block, which is empty if there are no items. */
function* inBlocks<T>(items: Iterable<T>): Generator<readonly T[]> {
  let block: T[] = [];
  for (const item of items) {
    if (block.length === blockLength) {
      yield block;
      block = [];
    }
    block.push(item);
  }
  yield block;
}

/** Yields an array item by item, indented like JSON.stringify. */
function* jsonLines(items: Iterable<unknown>): Generator<string> {
  let previous: string | undefined;
  for (const item of items) {
    yield previous === undefined ? '[' : `${previous},`;
    previous = JSON.stringify(item, null, 2).replace(/^/gm, '  ');
  }
  if (previous === undefined) yield '[]';
  else yield* [previous, ']'];
}

export async function formatData(data: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (data === undefined) return '';
  if (format === 'json') return printableJson(JSON.stringify(data, null, 2));
  const { stringify } = await import('yaml');
  const plain = stringify(data).trimEnd();
  if (printableJson(plain) === plain) return plain;
  return printableJson(stringify(data, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }).trimEnd());
}

import { printableJson, printableLines } from '../../text/printable.ts';
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

/** The same in blocks of lines, so that a long result is never held whole. */
export async function* renderBlocks<R>(
  rendering: Rendering<R>,
  result: R,
  format: OutputFormat,
): AsyncGenerator<string> {
  const { long } = rendering;
  if (long === undefined || format === 'name') {
    yield await renderResult(rendering, result, format);
  } else if (format === 'json') {
    for (const lines of inBlocks(jsonLines(long.items(result)))) yield printableJson(lines.join('\n'));
  } else if (format === 'yaml') {
    for (const items of inBlocks(long.items(result))) yield await formatData(items, format);
  } else {
    const lines = long.lines(result, { wide: format === 'wide', now: Date.now() });
    for (const block of inBlocks(lines)) yield printableLines(block.join('\n'));
  }
}

/** Blocks of 1000 lines are large objects for V8, which it collects late: 480,000 jobs then took 589 MB, and 226 so. */
const blockLength = 100;

/** At least one block, which is empty where there are no items. */
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

/** An array as JSON.stringify indents it, an item at a time. */
function* jsonLines(items: Iterable<unknown>): Generator<string> {
  let before: string | undefined;
  for (const item of items) {
    yield before === undefined ? '[' : `${before},`;
    before = JSON.stringify(item, null, 2).replace(/^/gm, '  ');
  }
  if (before === undefined) yield '[]';
  else yield* [before, ']'];
}

export async function formatData(data: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (data === undefined) return '';
  if (format === 'json') return printableJson(JSON.stringify(data, null, 2));
  const { stringify } = await import('yaml');
  const plain = stringify(data).trimEnd();
  if (printableJson(plain) === plain) return plain;
  return printableJson(stringify(data, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }).trimEnd());
}

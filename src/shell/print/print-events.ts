import { styleText } from 'node:util';
import { eventData } from '../../commands/logs/event-data.ts';
import type { Progress } from '../../commands/record/command.ts';
import { formatData, type OutputFormat } from '../../commands/record/output-format.ts';
import type { LogLevel } from '../../logs/log-store.ts';
import type { StreamedEvent } from '../../logs/stream/streamed-event.ts';
import { printable, printableJson } from '../../text/printable.ts';

export type Events = Extract<Progress, { kind: 'events' }>;

export type EventFormat = {
  readonly format: OutputFormat;
  /** What is in the lines is shown and not obeyed; else they are as they came. */
  readonly isTerminal: boolean;
  readonly color: boolean;
};

type Style = Parameters<typeof styleText>[0];

const lineFeed = Buffer.from('\n');
const podStyles = ['cyan', 'green', 'magenta', 'blue', 'yellow', 'red'] as const satisfies readonly Style[];
const levelStyles: { readonly [L in LogLevel]?: Style } = {
  TRACE: 'dim',
  DEBUG: 'dim',
  WARN: 'yellow',
  ERROR: 'red',
  FATAL: 'red',
};

/** Events of logs as they are written to standard output, some at a time. */
export function createEventPrinter({
  format,
  isTerminal,
  color,
}: EventFormat): (events: Events) => Promise<Uint8Array> {
  const styles = new Map<string, Style>();
  const styleOf = (pod: string): Style => {
    const style = styles.get(pod) ?? podStyles[styles.size % podStyles.length] ?? 'cyan';
    styles.set(pod, style);
    return style;
  };

  /** What stands before each line of the event, and what after it. */
  function around({ origin, level }: StreamedEvent, names: Events['names']): { before: string; after: string } {
    const name = names === 'none' ? '' : `[${origin.pod}${names === 'container' ? `/${origin.container}` : ''}] `;
    if (!color) return { before: name, after: '\n' };
    const levelStyle = level && levelStyles[level];
    const [open, close] = levelStyle === undefined ? ['', ''] : codesOf(levelStyle);
    return { before: `${name && colored(styleOf(origin.pod), name)}${open}`, after: `${close}\n` };
  }

  function linesOf({ events, names, timestamps }: Events): Uint8Array {
    const parts: Uint8Array[] = [];
    for (const event of events) {
      const { before, after } = around(event, names);
      const start = before === '' ? undefined : Buffer.from(before);
      const end = after === '\n' ? lineFeed : Buffer.from(after);
      for (const { bytes, textFrom } of event.lines) {
        const line = timestamps ? bytes : bytes.subarray(textFrom);
        if (start !== undefined) parts.push(start);
        parts.push(isTerminal ? safe(line) : line, end);
      }
    }
    return Buffer.concat(parts);
  }

  return async (events) => {
    if (events.events.length === 0) return Buffer.alloc(0); // YAML would have a word for it
    if (format === 'json') return Buffer.from(events.events.map((event) => `${jsonLine(event)}\n`).join(''));
    if (format === 'yaml') return Buffer.from(`${await formatData(events.events.map(eventData), 'yaml')}\n`);
    return linesOf(events);
  };
}

function safe(line: Buffer): Buffer {
  return Buffer.from(printable(line.toString().replace(/\r$/, '')));
}

/** One line, and nothing in it that a terminal would obey. */
function jsonLine(event: StreamedEvent): string {
  return printableJson(JSON.stringify(eventData(event)));
}

function codesOf(style: Style): readonly [string, string] {
  const [open = '', close = ''] = colored(style, '|').split('|');
  return [open, close];
}

function colored(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

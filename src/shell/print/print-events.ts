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
  /** Whether to replace control characters in log lines. Otherwise the bytes stay unchanged. */
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

/** Returns a function that formats batches of log events for standard output. */
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

  /** Returns the prefix and suffix of each line of the event. */
  function affixesOf({ origin, level }: StreamedEvent, names: Events['names']): { prefix: string; suffix: string } {
    const name = names === 'none' ? '' : `[${origin.pod}${names === 'container' ? `/${origin.container}` : ''}] `;
    if (!color) return { prefix: name, suffix: '\n' };
    const levelStyle = level && levelStyles[level];
    const [open, close] = levelStyle === undefined ? ['', ''] : codesOf(levelStyle);
    return { prefix: `${name && colored(styleOf(origin.pod), name)}${open}`, suffix: `${close}\n` };
  }

  function linesOf({ events, names, timestamps }: Events): Uint8Array {
    const chunks: Uint8Array[] = [];
    for (const event of events) {
      const { prefix, suffix } = affixesOf(event, names);
      const start = prefix === '' ? undefined : Buffer.from(prefix);
      const end = suffix === '\n' ? lineFeed : Buffer.from(suffix);
      for (const { bytes, textFrom } of event.lines) {
        const line = timestamps ? bytes : bytes.subarray(textFrom);
        if (start !== undefined) chunks.push(start);
        chunks.push(isTerminal ? safe(line) : line, end);
      }
    }
    return Buffer.concat(chunks);
  }

  return async (events) => {
    if (events.events.length === 0) return Buffer.alloc(0); // YAML would print []
    if (format === 'json') return Buffer.from(events.events.map((event) => `${jsonLine(event)}\n`).join(''));
    if (format === 'yaml') return Buffer.from(`${await formatData(events.events.map(eventData), 'yaml')}\n`);
    return linesOf(events);
  };
}

function safe(line: Buffer): Buffer {
  return Buffer.from(printable(line.toString().replace(/\r$/, '')));
}

/** Formats an event as one JSON line without control characters. */
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

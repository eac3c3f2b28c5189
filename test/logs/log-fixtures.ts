import { createLogStore, type LogStoreOptions } from '../../src/logs/create-log-store.ts';
import type { LogLine, LogSource } from '../../src/logs/log-store.ts';

/** The kubelet's time of the first line in a test. */
export const start = Date.parse('2026-11-23T10:00:00.000Z');
export const identity = { uid: 'u1', pod: 'session-taskmanager-1-1', container: 'flink-main-container' };

/** Formats a line as the kubelet sends it. The timestamp is `milliseconds` after `start`. */
export const sent = (milliseconds: number, text: string) =>
  `${new Date(start + milliseconds).toISOString().replace('Z', '000000Z')} ${text}\n`;

export const event = (level: string, text: string, logger = 'a.Logger') =>
  `2026-11-23 10:00:00,000 ${level.padEnd(5)} ${logger} [] - ${text}`;

/** Creates a store with one log. */
export function openLog(options?: LogStoreOptions) {
  const store = createLogStore(options);
  const writer = store.open(identity);
  const source = store.source(`${identity.uid}/${identity.container}`);
  if (source === undefined) throw new Error('no source for the opened log');
  return {
    store,
    source,
    writer,
    write: (...lines: readonly string[]) => writer.write(new TextEncoder().encode(lines.join(''))),
  };
}

export const all = (source: LogSource): readonly LogLine[] => source.lines(source.first, source.end);

/** Returns the texts of all lines, with gap markers in brackets. */
export const texts = (source: LogSource): readonly string[] =>
  all(source).map((line) => (line.kind === 'line' ? line.text : `[${line.reason}]`));

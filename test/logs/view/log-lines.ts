import { createLogStore, type LogStoreOptions } from '../../../src/logs/create-log-store.ts';
import type { LogSource } from '../../../src/logs/log-store.ts';
import type { LineId } from '../../../src/logs/view/log-position.ts';

/** Creates a log store. `write` adds a line with a timestamp in seconds. */
export function createLogs(options: LogStoreOptions = {}) {
  const store = createLogStore(options);
  const write = (uid: string, second: number, text: string) => {
    const at = new Date(second * 1000).toISOString().replace('Z', '000000Z');
    store.open({ uid, pod: uid, container: 'c' }).write(Buffer.from(`${at} ${text}\n`));
  };
  const source = (uid: string): LogSource => {
    const found = store.source(`${uid}/c`);
    if (found === undefined) throw new Error(`no log for ${uid}`);
    return found;
  };
  return { store, write, source };
}

export function textOf(sources: readonly LogSource[], { key, sequence }: LineId): string {
  const [line] = sources.find((source) => source.key === key)?.lines(sequence, sequence + 1) ?? [];
  return line?.kind === 'line' ? line.text : (line?.reason ?? 'nothing');
}

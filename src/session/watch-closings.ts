import type { LogStore } from '../logs/log-store.ts';
import type { Closing } from './pods/closing.ts';

const mostKept = 500;
/** Of its ResourceManager: `Closing TaskExecutor connection NAME because: …` (flink.md 6). */
const closingLine = /Closing TaskExecutor connection (\S+) because: (.*)$/;

/** Why JobManagers let TaskManagers go, by pod name, read off their logs as these come. */
export function watchClosings(
  logs: LogStore,
  isJobManager: (uid: string) => boolean,
  changed: () => void,
): { readonly closings: ReadonlyMap<string, Closing>; readonly stop: () => void } {
  const closings = new Map<string, Closing>();
  const readTo = new Map<string, number>();

  const stop = logs.subscribe(() => {
    let isNew = false;
    for (const source of logs.sources()) {
      if (!isJobManager(source.uid)) continue;
      const from = Math.max(readTo.get(source.key) ?? 0, source.first);
      for (let sequence = from; sequence < source.end; sequence += 1) {
        if (source.roleAt(sequence) !== 'head' || !source.loggerAt(sequence)?.endsWith('ResourceManager')) continue;
        const [line] = source.lines(sequence, sequence + 1);
        const [, pod, reason] = (line?.kind === 'line' && closingLine.exec(line.text)) || [];
        if (pod === undefined || reason === undefined) continue;
        closings.delete(pod);
        closings.set(pod, { at: source.timeAt(sequence), reason });
        isNew = true;
      }
      readTo.set(source.key, source.end);
    }
    for (const pod of closings.keys()) {
      if (closings.size <= mostKept) break;
      closings.delete(pod);
    }
    if (isNew) changed();
  });
  return { closings, stop };
}

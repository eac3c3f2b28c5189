import type { LogStore } from '../../logs/log-store.ts';
import type { ReleaseReason } from '../pods/pod-status.ts';
import type { ApplicationStatus } from '../snapshot.ts';

const mostKept = 500;
/** Of its ResourceManager: `Closing TaskExecutor connection NAME because: …` (flink.md 6). */
const closingLine = /Closing TaskExecutor connection (\S+) because: (.*)$/;
/** Of its ClusterEntrypoint, when it ends by itself or by a signal. */
const shutdownLine = /Shutting \S+ down with application status (SUCCEEDED|CANCELED|FAILED|UNKNOWN)\b/;

export type ReleaseReasonWatch = {
  /** Why JobManagers let TaskManagers go, by pod name. */
  readonly releaseReasons: ReadonlyMap<string, ReleaseReason>;
  /** The status that the last JobManager to end gave to its application. */
  readonly applicationStatus: () => ApplicationStatus | undefined;
  readonly stop: () => void;
};

/** What JobManagers say of what ends, read off their logs as these come. */
export function watchReleaseReasons(
  logs: LogStore,
  isJobManager: (uid: string) => boolean,
  changed: () => void,
): ReleaseReasonWatch {
  const releaseReasons = new Map<string, ReleaseReason>();
  let applicationStatus: ApplicationStatus | undefined;
  const readTo = new Map<string, number>();

  const stop = logs.subscribe(() => {
    let isNew = false;
    for (const source of logs.sources()) {
      if (!isJobManager(source.uid)) continue;
      const from = Math.max(readTo.get(source.key) ?? 0, source.first);
      for (let sequence = from; sequence < source.end; sequence += 1) {
        const logger = source.loggerAt(sequence);
        const isOfEnd = logger?.endsWith('ResourceManager') || logger?.endsWith('ClusterEntrypoint');
        if (source.roleAt(sequence) !== 'head' || !isOfEnd) continue;
        const [line] = source.lines(sequence, sequence + 1);
        if (line?.kind === 'line' && read(line.text, source.timeAt(sequence))) isNew = true;
      }
      readTo.set(source.key, source.end);
    }
    for (const pod of releaseReasons.keys()) {
      if (releaseReasons.size <= mostKept) break;
      releaseReasons.delete(pod);
    }
    if (isNew) changed();
  });

  /** Whether the line tells of an end. */
  function read(text: string, at: number): boolean {
    const [, status] = shutdownLine.exec(text) ?? [];
    if (status !== undefined) applicationStatus = status as ApplicationStatus;
    const [, pod, reason] = closingLine.exec(text) ?? [];
    if (pod === undefined || reason === undefined) return status !== undefined;
    releaseReasons.delete(pod);
    releaseReasons.set(pod, { at, reason });
    return true;
  }

  return { releaseReasons, applicationStatus: () => applicationStatus, stop };
}

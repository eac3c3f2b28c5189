import type { LogStore } from '../../logs/log-store.ts';
import type { ReleaseReason } from '../pods/pod-status.ts';
import { stoppedReason } from '../pods/release-reason.ts';
import type { ApplicationStatus } from '../snapshot.ts';

const maxReasons = 500;
const relevantLoggers = /(ResourceManager|ResourceManagerDriver|ClusterEntrypoint)$/;
/** Logged by the ResourceManager: `Closing TaskExecutor connection NAME because: …`. */
const closingLine = /Closing TaskExecutor connection (\S+) because: (.*)$/;
/** Logged when Flink ends a TaskManager, before or after the closing line. There is no closing line before it registers. */
const stoppingLine = /Stopping worker (\S+)\.$|pod (\S+) is cancelled before create pod finish/;
/** Logged by the ClusterEntrypoint when it shuts down by itself or after a signal. */
const shutdownLine = /Shutting \S+ down with application status (SUCCEEDED|CANCELED|FAILED|UNKNOWN)\b/;

/** Between a closing line and the stopping line of the same TaskManager. */
const stoppedWithinMs = 10_000;

export type ReleaseReasonWatch = {
  /** Reasons that JobManagers logged for releasing TaskManagers, by pod name. */
  readonly releaseReasons: ReadonlyMap<string, ReleaseReason>;
  /** The application status that the last JobManager logged when it ended. */
  readonly applicationStatus: () => ApplicationStatus | undefined;
  readonly stop: () => void;
};

/** Reads release reasons and the application status from the JobManagers' logs as they arrive. */
export function watchReleaseReasons(
  logs: LogStore,
  isJobManager: (uid: string) => boolean,
  onChange: () => void,
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
        if (source.roleAt(sequence) !== 'head' || !relevantLoggers.test(logger ?? '')) continue;
        const [line] = source.lines(sequence, sequence + 1);
        if (line?.kind === 'line' && read(line.text, source.timeAt(sequence))) isNew = true;
      }
      readTo.set(source.key, source.end);
    }
    for (const pod of releaseReasons.keys()) {
      if (releaseReasons.size <= maxReasons) break;
      releaseReasons.delete(pod);
    }
    if (isNew) onChange();
  });

  /** Reads one line. Returns whether the line contained a release reason or an application status. */
  function read(text: string, at: number): boolean {
    const [, status] = shutdownLine.exec(text) ?? [];
    if (status !== undefined) applicationStatus = status as ApplicationStatus;
    const [, closed, reason] = closingLine.exec(text) ?? [];
    if (closed !== undefined && reason !== undefined) return add(closed, { at, reason });
    const [, stopped, cancelled = stopped] = stoppingLine.exec(text) ?? [];
    if (cancelled === undefined) return status !== undefined;
    const known = releaseReasons.get(cancelled);
    const isClosed = known !== undefined && at - known.at < stoppedWithinMs;
    return !isClosed && add(cancelled, { at, reason: stoppedReason });
  }

  function add(pod: string, reason: ReleaseReason): true {
    releaseReasons.delete(pod);
    releaseReasons.set(pod, reason);
    return true;
  }

  return { releaseReasons, applicationStatus: () => applicationStatus, stop };
}

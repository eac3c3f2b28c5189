import { pause } from '../../commands/record/wait-until.ts';
import { FlinkError } from '../../flink/error.ts';
import type { ProgressLine } from '../print/progress-line.ts';

/**
 * Longer than the leader's lease, 15 s by default (high-availability.kubernetes.leader-election.lease-duration). Flink
 * responds with 503 until the lease of a lost leader ends.
 */
const timeoutMs = 20_000;
const pauseMs = 500;

/** Retries a read while the JobManagers elect a leader, so that a script does not fail during an election. */
export async function retryDuringElection<T>(
  read: () => Promise<T>,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const isElection = error instanceof FlinkError && error.kind === 'unavailable';
      if (!isElection || Date.now() >= end) throw error;
      progress.show('No leading JobManager: waiting for leader election');
      await pause(pauseMs, signal);
    }
  }
}

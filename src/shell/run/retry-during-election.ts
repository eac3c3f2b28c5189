import { pause } from '../../commands/record/wait-until.ts';
import { FlinkError } from '../../flink/error.ts';
import type { ProgressLine } from '../print/progress-line.ts';

/** A leader that went is missed after the 15 s of its lease (flink.md 2.8), and until then Flink answers 503. */
const patienceMs = 20_000;
const pauseMs = 500;

/** Tries what only reads again while the JobManagers elect a leader: a script need not fail for that. */
export async function retryDuringElection<T>(
  read: () => Promise<T>,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const isElection = error instanceof FlinkError && error.kind === 'unavailable';
      if (!isElection || Date.now() >= end) throw error;
      progress.show('no JobManager leads yet: waiting for an election');
      await pause(pauseMs, signal);
    }
  }
}

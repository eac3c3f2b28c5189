import { subtaskOfTask, vertexOfTask } from '../../../diagnosis/texts.ts';
import type { FailureCause, JournalEntry } from '../../../session/journal/entry.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../../state/screen-state.ts';

/** `at` is epoch ms by the API server's clock. */
export type SubtaskFailure = { readonly at: number; readonly exception: string; readonly pod: string | undefined };

/** The last failure of each subtask by its number from 1. */
export type SubtaskFailures = ReadonlyMap<number, SubtaskFailure>;

const none: SubtaskFailures = new Map();

/** Returns the last failures of the subtasks of a vertex that the journal knows. */
export function failuresOf({ journal }: ScreenState, jobId: string, vertexName: string): SubtaskFailures {
  return journal === undefined ? none : lastFailures(journal.entries, jobId, vertexName);
}

const lastFailures = rememberLast(
  (entries: readonly JournalEntry[], jobId: string, vertexName: string): SubtaskFailures => {
    const failures = new Map<number, SubtaskFailure>();
    for (const entry of entries) {
      if (entry.kind !== 'failure' || entry.job !== jobId) continue;
      for (const cause of [...(entry.concurrent ?? []), entry]) {
        const number = numberOf(cause, vertexName);
        if (number !== undefined) failures.set(number, { at: entry.at, exception: cause.exception, pod: cause.pod });
      }
    }
    return failures;
  },
);

function numberOf({ task }: FailureCause, vertexName: string): number | undefined {
  return task !== undefined && vertexOfTask(task) === vertexName ? subtaskOfTask(task) : undefined;
}

import { ambiguousText, helperText, statesText, verdictOf, whereText } from '../../session/threads/profile-texts.ts';
import type { ProfileRow, ProfileStack, ThreadProfile } from '../../session/threads/thread-profile.ts';
import { countOf } from '../../text/count-of.ts';
import { printable } from '../../text/printable.ts';
import { tableLines } from '../../text/table.ts';
import { type FoundTask, taskData, taskText } from './find-task.ts';

/** Formats the verdict, a row for each place in the code, and the most frequent stack of each. */
export function* profileLines(task: FoundTask | undefined, profile: ThreadProfile): Generator<string> {
  const { rows, dumps, helpers, isAmbiguous } = profile;
  const of =
    task === undefined ? 'JobManager' : `${taskText(task.names)} of ${printable(task.job.name)} on ${task.pod}`;
  yield `${of}, ${countOf(dumps, 'thread dump')}`;
  yield printable(verdictOf(profile));
  if (isAmbiguous && task !== undefined) yield ambiguousText;
  if (rows.length > 0) {
    yield '';
    yield* tableLines(['SHARE', 'SAMPLES', 'STATE', 'WHERE'], rows, (row) => [
      `${row.percent}%`,
      `${row.count}`,
      statesText(row),
      whereText(row),
    ]);
  }
  for (const row of rows) yield* stackLines(row);
  if (helpers.length > 0) yield* ['', 'Helper threads'];
  for (const helper of helpers) yield `  ${printable(helperText(helper))}`;
}

function* stackLines({ what, stacks }: ProfileRow): Generator<string> {
  const [stack] = stacks;
  if (stack === undefined || stack.frames.length === 0) return;
  const more = stacks.length > 1 ? `, and ${countOf(stacks.length - 1, 'other stack')}` : '';
  yield* ['', `${printable(what)}: ${countOf(stack.count, 'sample')}${more}`];
  for (const frame of stack.frames) yield `  at ${printable(frame)}`;
}

/** The profile as JSON. */
export function profileData(task: FoundTask | undefined, profile: ThreadProfile): unknown {
  const { dumps, samples, isAmbiguous, rows, helpers } = profile;
  return {
    ...(task === undefined ? { job: null, vertex: null, subtask: null } : taskData(task)),
    attempt: task?.attempt ?? null,
    pod: task?.pod ?? null,
    dumps,
    samples,
    isAmbiguous: task !== undefined && isAmbiguous,
    verdict: verdictOf(profile),
    rows: rows.map(({ percent, count, kind, what, method, states, lockOwners, stacks }) => ({
      ...{ share: percent, samples: count, kind, what, method: method ?? null, states, lockOwners },
      stacks: stacks.map(stackData),
    })),
    helpers: helpers.map(({ name, state, frames }) => ({ name, state: state ?? null, frames })),
  };
}

const stackData = ({ count, state, waitingOn, lockOwner, frames }: ProfileStack) => ({
  samples: count,
  state: state ?? null,
  waitingOn: waitingOn ?? null,
  lockOwner: lockOwner ?? null,
  frames,
});

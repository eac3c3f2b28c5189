import type { JobOverview } from '../flink/answers.ts';
import { hasEnded } from '../flink/has-ended.ts';
import type { Link, SessionSnapshot } from '../session/snapshot.ts';
import type { Input } from './command.ts';

/** true, or why Flink cannot be asked now. */
export function flinkAnswers({ links }: SessionSnapshot): true | string {
  return answers(links.rest, "Flink's REST API");
}

/** true, or why the API server cannot be asked now. */
export function kubernetesAnswers({ links }: SessionSnapshot): true | string {
  return answers(links.kubernetes, 'The API server');
}

function answers(link: Link, who: string): true | string {
  switch (link.state) {
    case 'live':
      return true;
    case 'connecting':
      return `${who} has not answered yet`;
    case 'stale':
      return `${who} does not answer: ${link.reason}`;
    case 'denied':
      return `${who} refuses: ${link.reason}`;
  }
}

/** true, or why no act on the first job of the input makes sense. */
export function jobIsAlive(snapshot: SessionSnapshot, input: Input): true | string {
  const answered = flinkAnswers(snapshot);
  if (answered !== true) return answered;
  const job = jobOf(snapshot, input);
  if (job === undefined) return 'no job under the cursor';
  return hasEnded(job.state) ? `the job is already ${job.state}` : true;
}

/** The same for a savepoint, which needs every task. */
export function jobTakesSavepoint(snapshot: SessionSnapshot, input: Input): true | string {
  const alive = jobIsAlive(snapshot, input);
  if (alive !== true) return alive;
  const job = jobOf(snapshot, input);
  return job === undefined ? 'no job under the cursor' : takesSavepoint(job);
}

/** true, or what keeps the job from a savepoint: Flink would take none, and say so later and at length. */
export function takesSavepoint({ state, tasks }: JobOverview): true | string {
  if (state !== 'RUNNING') return `the job is ${state}: a savepoint needs it RUNNING`;
  const { total, running = 0, finished = 0 } = tasks;
  if (running + finished >= total) return true;
  return `only ${running + finished} of ${total} tasks are running: a savepoint needs all of them`;
}

function jobOf({ jobs }: SessionSnapshot, { arguments: [word] }: Input): JobOverview | undefined {
  return jobs?.find(({ id }) => id === word);
}

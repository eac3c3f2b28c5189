import type { JobOverview } from '../../flink/answers.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { Link, SessionSnapshot } from '../../session/snapshot.ts';
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
    case 'slow':
      return true;
    case 'connecting':
      return `${who} has not answered yet`;
    case 'stale':
      return `${who} does not answer: ${link.reason}`;
    case 'denied':
      return `${who} refuses: ${link.reason}`;
  }
}

/**
 * true, or why an act on the jobs of the input makes no sense. Only ids are looked at, as what is under the
 * cursor comes: what a typed name means is for the plan to find out.
 */
export function jobsAreAlive(snapshot: SessionSnapshot, input: Input): true | string {
  return jobsAre((job) => (hasEnded(job.state) ? `the job is already ${job.state}` : true), snapshot, input);
}

/** The same for a savepoint, which needs every task. */
export function jobsTakeSavepoints(snapshot: SessionSnapshot, input: Input): true | string {
  return jobsAre(takesSavepoint, snapshot, input);
}

function jobsAre(fit: (job: JobOverview) => true | string, snapshot: SessionSnapshot, input: Input): true | string {
  const answered = flinkAnswers(snapshot);
  if (answered !== true) return answered;
  const jobs = snapshot.jobs?.filter(({ id }) => input.arguments.includes(id)) ?? [];
  return jobs.map(fit).find((reason) => reason !== true) ?? true;
}

/** true, or what keeps the job from a savepoint: Flink would take none, and say so later and at length. */
export function takesSavepoint({ state, tasks }: JobOverview): true | string {
  if (hasEnded(state)) return `the job is already ${state}`;
  if (state !== 'RUNNING') return `the job is ${state}: a savepoint needs it RUNNING`;
  const { total, running = 0, finished = 0 } = tasks;
  if (running + finished >= total) return true;
  return `only ${running + finished} of ${total} tasks are running: a savepoint needs all of them`;
}

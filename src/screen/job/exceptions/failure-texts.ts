import { shortVertex, vertexOfTask } from '../../../diagnosis/texts.ts';
import type { FailureGroup } from '../../../session/jobs/group-failures.ts';
import { withoutAttempt } from '../../../session/journal/describe-entry.ts';
import type { FailureCause, FailureEntry } from '../../../session/journal/entry.ts';
import { countOf } from '../../../text/count-of.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { someOf } from '../../../text/some-of.ts';
import type { Part } from '../../draw/section-rows.ts';

/** `in enrich (1/2) on taskmanager-1-5`. A failure without a task is one of the whole job. */
export function placeOf({ task, pod }: Pick<FailureCause, 'task' | 'pod'>, clusterId: string): string {
  const where = task === undefined ? 'in the JobMaster' : `in ${shortTask(task)}`;
  return pod === undefined ? where : `${where} on ${shortPodName(pod, clusterId)}`;
}

/** The first operator and the subtask: `Source: orders -> Map (1/2) - execution #3` becomes `Source: orders (1/2)`. */
function shortTask(task: string): string {
  const vertex = vertexOfTask(task);
  const subtask = withoutAttempt(task).slice(vertex.length);
  return shortVertex(vertex) + subtask;
}

/** `enrich (1/2), attempt 3` */
export function fullTask(task: string): string {
  const attempt = / - execution #(\d+)$/.exec(task)?.[1];
  return attempt === undefined ? task : `${withoutAttempt(task)}, attempt ${attempt}`;
}

/** The place of the newest failure, and how many other vertices failed for the same reason. */
export function placeOfGroup({ failures: [newest, ...older] }: FailureGroup, clusterId: string): string {
  const own = newest.task && vertexOfTask(newest.task);
  const others = new Set(older.map(({ task }) => task && vertexOfTask(task)).filter((vertex) => vertex !== own));
  const more = others.size === 0 ? '' : `, before in ${countOf(others.size, 'other vertex', 'other vertices')}`;
  return placeOf(newest, clusterId) + more;
}

/** `+2 concurrent in map (1/2), sink (1/2)` */
export function concurrentText({ concurrent = [] }: FailureEntry): string | undefined {
  if (concurrent.length === 0) return undefined;
  const places = concurrent.map(({ task }) => (task === undefined ? 'the JobMaster' : shortTask(task)));
  return `+${concurrent.length} concurrent in ${someOf([...new Set(places)])}`;
}

/** How the failure ended: with a restart, or with the end of the job. */
export function outcomeOf({ isFinal, restart }: FailureEntry): string {
  if (isFinal === true) return 'the job ended: it was not restarted';
  return restart === undefined ? 'the job was restarted' : `the job was restarted (restart ${restart})`;
}

/** Marks a failure after which the job was not restarted. */
export const endedPart: Part = { text: 'ended the job', token: 'error' };

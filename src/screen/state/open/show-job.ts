import { selectKnownJob } from '../../../commands/ended-jobs/select-known-job.ts';
import { selectVertex } from '../../../commands/job/vertex-selector.ts';
import type { Input, JobTabName } from '../../../commands/record/command.ts';
import { CommandError, exitCodes } from '../../../commands/record/command-error.ts';
import { readSubtask } from '../../../commands/threads/read-threads-request.ts';
import type { JobOverview, JobVertex } from '../../../flink/responses.ts';
import { rememberedJobs } from '../../../session/journal/last-seen/remembered-job.ts';
import { jobDetail } from '../../../session/readings/flink-readings.ts';
import { readingOf } from '../../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../../session/snapshot.ts';
import type { Moment, Screen } from '../screen.ts';

type PartOf = (
  argument: string,
  more: readonly string[],
  job: Pick<JobOverview, 'id' | 'name'>,
  snapshot: SessionSnapshot | undefined,
) => Partial<Moment>;

const vertexPart: PartOf = (...[vertex, , job, snapshot]) => ({
  vertexId: selectVertex(knownVertices(snapshot, job), vertex, job.name).id,
});

/** What the arguments after the job open in a tab. */
const partOf: { readonly [Tab in JobTabName]?: PartOf } = {
  checkpoints: (id) => ({ checkpointId: Number(id) }),
  subtasks: vertexPart,
  threads: (vertex, more, ...known) => ({ ...vertexPart(vertex, more, ...known), subtask: readSubtask(more[0]) }),
  'event-time': vertexPart,
  metrics: (pattern, more) => ({ metricQuery: [pattern, ...more].join(' ') }),
};

/**
 * Opens the page of a job: the screen's version of the commands that show a job.
 * @throws CommandError for an unknown job or vertex
 */
export function showJob(screen: Screen, tab: JobTabName, input: Input): void {
  const [selector = '', argument, ...more] = input.arguments;
  const { snapshot, journal } = screen.store.getState();
  const remembered = rememberedJobs(journal?.entries ?? []);
  const { job } = selectKnownJob(snapshot?.jobs ?? [], remembered, selector);
  const part = argument === undefined ? {} : partOf[tab]?.(argument, more, job, snapshot);
  screen.store.setState({ layers: [] });
  screen.views.get('job').showAt?.(screen, { viewId: 'job', jobId: job.id, tab, at: screen.now(), ...part });
}

function knownVertices(
  snapshot: SessionSnapshot | undefined,
  { id, name }: Pick<JobOverview, 'id' | 'name'>,
): readonly JobVertex[] {
  const detail = snapshot && (snapshot.loads.get(id)?.detail ?? readingOf(snapshot, jobDetail(id)).value);
  if (detail !== undefined) return detail.vertices;
  if (snapshot?.jobs?.every((job) => job.id !== id) === true) {
    throw new CommandError(exitCodes.failed, `Flink no longer knows ${name}`);
  }
  throw new CommandError(exitCodes.failed, `the vertices of ${name} are not read yet`, [
    'Repeat the command in a few seconds, or open the job and press ]',
  ]);
}

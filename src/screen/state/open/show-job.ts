import { selectJob } from '../../../commands/job/job-selector.ts';
import { selectVertex } from '../../../commands/job/vertex-selector.ts';
import type { Input, JobTabName } from '../../../commands/record/command.ts';
import { CommandError, exitCodes } from '../../../commands/record/command-error.ts';
import type { JobOverview, JobVertex } from '../../../flink/responses.ts';
import { jobDetail } from '../../../session/readings/flink-readings.ts';
import { readingOf } from '../../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../../session/snapshot.ts';
import type { Moment, Screen } from '../screen.ts';

type PartOf = (argument: string, job: JobOverview, snapshot: SessionSnapshot | undefined) => Partial<Moment>;

/** What the second argument of a command opens in its tab. */
const partOf: { readonly [Tab in JobTabName]?: PartOf } = {
  checkpoints: (id) => ({ checkpointId: Number(id) }),
  metrics: (...[pattern]) => ({ metricQuery: pattern }),
  subtasks: (vertex, job, snapshot) => ({
    vertexId: selectVertex(knownVertices(snapshot, job), vertex, job.name).id,
  }),
};

/**
 * Opens the page of a job: the screen's version of the commands that show a job.
 * @throws CommandError for an unknown job or vertex
 */
export function showJob(screen: Screen, tab: JobTabName, input: Input): void {
  const [selector = '', argument, ...more] = input.arguments;
  const { snapshot } = screen.store.getState();
  const job = selectJob(snapshot?.jobs ?? [], selector);
  const part = argument === undefined ? {} : partOf[tab]?.([argument, ...more].join(' '), job, snapshot);
  screen.store.setState({ layers: [] });
  screen.views.get('job').showAt?.(screen, { viewId: 'job', jobId: job.id, tab, at: screen.now(), ...part });
}

function knownVertices(snapshot: SessionSnapshot | undefined, { id, name }: JobOverview): readonly JobVertex[] {
  const detail = snapshot && (snapshot.loads.get(id)?.detail ?? readingOf(snapshot, jobDetail(id)).value);
  if (detail !== undefined) return detail.vertices;
  throw new CommandError(exitCodes.failed, `the vertices of ${name} are not read yet`, [
    'Repeat the command in a few seconds, or open the job and press ]',
  ]);
}

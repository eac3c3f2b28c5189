import type { JobDetail } from '../../../flink/responses.ts';
import { jobDetail } from '../../../session/readings/flink-readings.ts';
import { readingOf } from '../../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../../session/snapshot.ts';
import { printable } from '../../../text/printable.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { Below, Entry } from '../palette.ts';

type Loads = SessionSnapshot['loads'];

const noLoads: Loads = new Map();
/** Names of chained operators can be thousands of characters long. */
const maxTitleLength = 100;

/** Returns the vertices of the shown job, and of all jobs whose vertices were already read. */
export function vertexEntries({ state: { snapshot, page } }: Below): readonly Entry[] {
  const jobId = page?.jobId;
  const shown = jobId === undefined || snapshot === undefined ? undefined : readingOf(snapshot, jobDetail(jobId)).value;
  return entriesOf(snapshot?.loads ?? noLoads, shown);
}

const entriesOf = rememberLast((loads: Loads, shown: JobDetail | undefined): readonly Entry[] => {
  const details = new Map([...loads].flatMap(([id, { detail }]) => (detail === undefined ? [] : [[id, detail]])));
  if (shown !== undefined) details.set(shown.id, shown);
  return [...details.values()].flatMap((job) => verticesOf(job));
});

function verticesOf({ id: jobId, name: jobName, vertices }: JobDetail): readonly Entry[] {
  return vertices.map(({ id, name }) => ({
    leavesOverlays: true,
    key: `vertex ${jobId} ${id}`,
    title: printable(name.slice(0, maxTitleLength)),
    alias: '',
    kind: `vertex · ${printable(jobName)}`,
    shownKey: '',
    rank: 3,
    run: (screen) =>
      screen.views
        .get('job')
        .showAt?.(screen, { viewId: 'job', jobId, tab: 'subtasks', vertexId: id, at: screen.now() }),
  }));
}

import { describeError } from '../../commands/describe-error.ts';
import { inParallel } from '../../commands/in-parallel.ts';
import type { JobVertex } from '../../flink/answers.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { followedJob } from '../state/logs/followed-logs.ts';
import { say } from '../state/say.ts';
import type { Screen } from '../state/screen.ts';
import { filterLogs } from './filter-logs.ts';

/** Every one of these calls may make Flink collect metrics from all TaskManagers: it does so once in this time. */
const askAgainMs = 10_000;
/** One call each. A job with more of them has its lines looked for in all pods. */
const mostVertices = 50;

type Asked = {
  readonly jobId: string;
  /** When the job last changed, as it was when it was asked; undefined after a failure. */
  readonly change: number | undefined;
  readonly at: number;
};

/** Asks what the tasks of the followed job are called and where they run: when it is filtered for, and when it changed. */
export function followJob(screen: Screen): () => void {
  let asked: Asked | undefined;
  let isAsking = false;
  // The clock of the screen calls this once a second.
  return screen.store.subscribe((state) => {
    const job = followedJob(state);
    if (job === undefined || isAsking) return;
    const change = state.snapshot?.jobs?.find(({ id }) => id === job.id)?.lastModification;
    const isFirst = asked?.jobId !== job.id || job.taskManagers === undefined;
    if (!isFirst && (asked?.change === change || screen.now() - (asked?.at ?? 0) < askAgainMs)) return;
    isAsking = true;
    void ask(screen, job.id, isFirst).then((isAnswered) => {
      asked = { jobId: job.id, change: isAnswered ? change : undefined, at: screen.now() };
      isAsking = false;
    });
  });
}

/** Whether it was answered. Why not is said once. */
async function ask(screen: Screen, id: string, isFirst: boolean): Promise<boolean> {
  const flink = screen.store.getState().session?.connection.flink;
  if (flink === undefined) return false;
  let shown = "all pods shown, by the job's id and name only";
  try {
    const { vertices } = await flink.job(id, screen.signal);
    nameTasks(screen, id, [...new Set(vertices.map(({ name }) => name))]);
    shown = 'all pods shown';
    followIn(screen, id, await taskManagersOf(flink, id, vertices, screen.signal));
    return true;
  } catch (error) {
    if (screen.signal.aborted) return false;
    const text = `${shown}: ${describeError(error).message}`;
    if (isFirst) say(screen, text, 'warning', (state) => followedJob(state)?.id === id);
    followIn(screen, id, []);
    return false;
  }
}

async function taskManagersOf(
  flink: FlinkRest,
  id: string,
  vertices: readonly JobVertex[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (vertices.length > mostVertices) return [];
  const lists = await inParallel(vertices, (vertex) => flink.taskManagersOfVertex(id, vertex.id, signal));
  return [...new Set(lists.flat())];
}

/** The filter looks through the logs anew only if it has become another one. */
function nameTasks(screen: Screen, id: string, taskNames: readonly string[]): void {
  const { level, filters } = screen.store.getState().logs;
  const isNew = filters.some(
    (item) => item.kind === 'job' && item.id === id && item.taskNames.join() !== taskNames.join(),
  );
  if (!isNew) return;
  const named = filters.map((item) => (item.kind === 'job' && item.id === id ? { ...item, taskNames } : item));
  filterLogs(screen, level, named);
}

/** A TaskManager that the job has left stays: its log may say why. */
function followIn(screen: Screen, id: string, found: readonly string[]): void {
  const { job } = screen.store.getState().logs;
  if (job?.id !== id) return;
  const known = job.taskManagers ?? [];
  const taskManagers = known === 'all' ? found : [...new Set([...known, ...found])];
  changeLogs(screen, { job: { ...job, taskManagers: taskManagers.length === 0 ? 'all' : taskManagers } });
}

import { describeError } from '../../../commands/record/describe-error.ts';
import type { FlinkRest } from '../../../flink/rest.ts';
import { findSubtask } from '../../../session/threads/find-subtask.ts';
import { verdictOf } from '../../../session/threads/profile-texts.ts';
import { maxDumps, minIntervalMs, sampleThreads } from '../../../session/threads/sample-threads.ts';
import { threadsOfTask } from '../../../session/threads/task-threads.ts';
import type { Sample } from '../../../session/threads/thread-profile.ts';
import { changeActivity, endActivity, newActivityId, startActivity } from '../run/activities.ts';
import { showMessage } from '../run/show-message.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import {
  isRunning,
  profileOfSampling,
  type SampledVertex,
  samplingText,
  type ThreadSampling,
} from './thread-samplings.ts';

type Target = {
  readonly jobId: string;
  readonly vertex: SampledVertex;
  /** From 1; undefined: the busiest. */
  readonly subtask: number | undefined;
};

/** The oldest ones are dropped. */
const maxSamplings = 20;

/**
 * Starts to sample the threads of a subtask. The screen owns the sampling: it goes on when its tab is left. Returns its id;
 * undefined if another one is running, because two would pause more JVMs.
 */
export function startSampling(screen: Screen, target: Target): number | undefined {
  const { session, threadSamplings } = screen.store.getState();
  if (session === undefined) return undefined;
  const running = threadSamplings.find(isRunning);
  if (running !== undefined) {
    if (isSame(running, target)) return running.id;
    const isStillRunning = (state: ScreenState) => state.threadSamplings.some(isRunning);
    showMessage(screen, `wait: the threads of ${samplingText(running)} are being sampled`, 'warning', isStillRunning);
    return undefined;
  }
  const abort = new AbortController();
  const sampling: ThreadSampling = {
    ...target,
    id: newActivityId(),
    found: undefined,
    startedAt: screen.now(),
    count: maxDumps,
    samples: [],
    progress: { state: 'running', abort },
  };
  screen.store.setState({ threadSamplings: [sampling, ...threadSamplings].slice(0, maxSamplings) });
  void run(screen, session.connection.flink, sampling, AbortSignal.any([abort.signal, screen.signal]));
  return sampling.id;
}

const isSame = ({ jobId, vertex, subtask }: ThreadSampling, target: Target): boolean =>
  jobId === target.jobId &&
  vertex.id === target.vertex.id &&
  (target.subtask === undefined || subtask === target.subtask);

/** Stops the sampling. Its samples so far are kept. */
export function stopSampling({ progress }: ThreadSampling): void {
  if (progress.state === 'running') progress.abort.abort();
}

async function run(screen: Screen, flink: FlinkRest, sampling: ThreadSampling, signal: AbortSignal): Promise<void> {
  const title = `Threads of ${samplingText(sampling)}`;
  const activity = startActivity(screen, { kind: 'running', title, step: 'finding the subtask' });
  try {
    await takeSamples(screen, flink, sampling, activity, signal);
    end(screen, sampling.id, { state: 'done', at: screen.now() });
  } catch (error) {
    if (screen.signal.aborted) return;
    const at = screen.now();
    if (signal.aborted) end(screen, sampling.id, { state: 'stopped', at });
    else {
      screen.log(error);
      const failure = error instanceof Error ? error : new Error(String(error));
      end(screen, sampling.id, { state: 'failed', at, error: failure });
    }
  } finally {
    endActivity(screen, activity);
  }
}

async function takeSamples(
  screen: Screen,
  flink: FlinkRest,
  { id, jobId, vertex, subtask: wanted, count }: ThreadSampling,
  activity: number,
  signal: AbortSignal,
): Promise<void> {
  const search = await findSubtask(flink, jobId, vertex, wanted, signal);
  if (search.found === undefined) throw new Error(search.reason);
  const { subtask, attempt, pod } = search.found;
  change(screen, id, { found: search.found, subtask });
  const task = { vertex: vertex.name, subtask, parallelism: vertex.parallelism, attempt };
  const dump = (aborted: AbortSignal) => flink.threadDump(pod, aborted);
  let samples: readonly Sample[] = [];
  for await (const threads of sampleThreads({ count, intervalMs: minIntervalMs }, dump, signal)) {
    // A new array: profiles are cached by array.
    samples = [...samples, threadsOfTask(threads, task)];
    changeActivity(screen, activity, `${samples.length}/${count} thread dumps`);
    change(screen, id, { samples });
  }
}

/** The result is also a message, because the user may look at something else. */
function end(screen: Screen, id: number, progress: ThreadSampling['progress']): void {
  change(screen, id, { progress });
  const ended = screen.store.getState().threadSamplings.find((one) => one.id === id);
  if (ended === undefined || progress.state === 'stopped') return;
  const text =
    progress.state === 'failed'
      ? `failed: ${describeError(progress.error).message}`
      : verdictOf(profileOfSampling(ended));
  showMessage(screen, `${samplingText(ended)}: ${text}`, progress.state === 'failed' ? 'error' : 'ok');
}

function change({ store }: Screen, id: number, part: Partial<ThreadSampling>): void {
  store.setState(({ threadSamplings }) => ({
    threadSamplings: threadSamplings.map((one) => (one.id === id ? { ...one, ...part } : one)),
  }));
}

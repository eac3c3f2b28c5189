import { setTimeout as wait } from 'node:timers/promises';
import type { KubernetesApi, PodLogOptions } from '../kubernetes/api.ts';
import { KubernetesError } from '../kubernetes/error.ts';
import { lostWithPodText, restartText } from '../logs/intake/gap-text.ts';
import type { LogWriter } from '../logs/log-writer.ts';
import { type CopyOptions, copyStream } from './follow/copy-stream.ts';
import { isRefused } from './follow/is-refused.ts';
import { firstTime, hasBegunAfter, type OpenLog, readLogFile } from './follow/log-file.ts';
import { createRetryPace } from './follow/retry-pace.ts';
import { whyOver } from './follow/why-over.ts';
import { whyWaiting } from './follow/why-waiting.ts';
import { explainEnd } from './pods/explain-end.ts';
import type { ContainerRun, PodFacts } from './pods/pod-facts.ts';

/** Of a log that was not followed from its beginning, if nothing else is said. */
const defaultFirstLines = 1000;
/** A pod's status tells of a restart within a second: how it ended is worth waiting for. */
const statusDelayMs = 2000;

export type ContainerFollower = {
  /** Something about the pod has changed: whatever is waited for may have come. */
  readonly wake: () => void;
  /** Gives the stream up and opens another one: it may be dead without knowing. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

export type FollowedContainer = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The pod as the watch tells it now; undefined once it is gone. */
  readonly facts: () => PodFacts | undefined;
  readonly writer: LogWriter;
  /** How much is read of a log that is there already: its newest lines; 1000 if it is not said. */
  readonly firstLines?: number | 'all';
  /** Whether the run before comes first, where the container was started again before it was followed. */
  readonly readsPrevious?: boolean;
  /** Each opening of a stream waits for its turn. */
  readonly turn?: <T>(open: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** To be waited for before more is read. */
  readonly room?: () => Promise<void> | undefined;
};

/**
 * Follows one container's log into its source until the container has ended for good and everything was read: over
 * broken streams, rotated files and restarts of the container. What comes again is dropped by the writer, what may be
 * missing is marked.
 */
export function followContainer(
  kubernetes: Pick<KubernetesApi, 'podLog'>,
  {
    namespace,
    pod,
    container,
    facts,
    writer,
    firstLines = defaultFirstLines,
    readsPrevious = false,
    turn = (open) => open(),
    room = () => undefined,
  }: FollowedContainer,
): ContainerFollower {
  const stopping = new AbortController();
  let stream = new AbortController();
  let pause = new AbortController();
  let followedRun: number | undefined;
  /** The newest line when the followed run began: what came since is of it. */
  let newestBefore: number | undefined;
  let tailLines = firstLines === 'all' ? undefined : firstLines;
  let endedWell = true;
  const pace = createRetryPace(writer.newestAt);

  const runIn = (pod: PodFacts | undefined) => pod?.runs.find(({ name }) => name === container);
  const runNow = () => runIn(facts());
  const open = (options: Partial<PodLogOptions>): Promise<AsyncIterable<Uint8Array>> => {
    const signal = AbortSignal.any([stream.signal, stopping.signal]);
    const whole = { namespace, pod, container, timestamps: true, ...options };
    return turn(() => kubernetes.podLog(whole, signal), signal);
  };
  const isResumed = () => writer.newestAt() !== newestBefore;
  const resumeTime = () => (isResumed() ? writer.resumeTime() : undefined);
  const openFile: OpenLog = (options) => open(options).catch(orUndefined);
  const copying: Pick<CopyOptions, 'writer' | 'fileNow' | 'room' | 'onWritten'> = {
    writer,
    room,
    fileNow: () => readLogFile(openFile),
    onWritten: pace.wrote,
  };
  const isLeftBehind = async (newestAt: number): Promise<boolean | undefined> => {
    const { signal } = stream;
    try {
      return await hasBegunAfter(openFile, newestAt);
    } catch (error) {
      if (!signal.aborted && !stopping.signal.aborted && !(error instanceof KubernetesError)) throw error;
    }
  };

  /** What breaks leaves half a line, which comes whole when it begins again. */
  const copy = async (
    bytes: AsyncIterable<Uint8Array>,
    options: Pick<CopyOptions, 'again'> & Partial<CopyOptions>,
  ): Promise<void> => {
    try {
      await copyStream(bytes, { ...copying, ...options });
      stream.signal.throwIfAborted();
      stopping.signal.throwIfAborted();
    } catch (error) {
      writer.end('broken');
      throw error;
    }
  };

  async function readOnce(run: ContainerRun): Promise<void> {
    stream = new AbortController();
    // The pod's status may be behind what its log has told: it counts upwards only.
    if (followedRun === undefined ? readsPrevious && run.restarts > 0 && !isResumed() : run.restarts > followedRun) {
      await readRunBefore(run);
    }
    const sinceTime = resumeTime();
    const isFirst = sinceTime === undefined;
    const bytes = await open({ follow: true, sinceTime, tailLines: isFirst ? tailLines : undefined });
    pace.opened();
    followedRun = Math.max(followedRun ?? 0, run.restarts);
    endedWell = false;
    writer.setState({ state: 'following' });
    const opened = stream;
    await copy(bytes, {
      again: !isFirst,
      expectedAt: isFirst ? undefined : writer.newestAt(),
      onNotReached: () => readUnseenRun(run),
      isLeftBehind,
      onLeftBehind: () => opened.abort(),
    });
    // Half a line at its end may be the last one, or be cut: the API server ends a stream like this too if it has lost
    // the kubelet.
    endedWell = true;
  }

  /** What is left of the run before this one, and the mark that ends it. */
  async function readRunBefore(run: ContainerRun): Promise<void> {
    const isUnknown = followedRun === undefined;
    const sinceTime = resumeTime();
    let isWhole = endedWell;
    try {
      const bytes = await open({ previous: true, sinceTime, tailLines: isUnknown ? tailLines : undefined });
      // What is not followed is one file; the one that the kubelet reads now is of another run.
      await copy(bytes, { again: sinceTime !== undefined, fileNow: async () => undefined });
      isWhole = true;
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
    writer.end('complete');
    markRestart(run, run.restarts - (followedRun ?? run.restarts - 1), isWhole);
  }

  /**
   * The log does not reach back to where it was read to: rotated meanwhile, or of another run, which the pod's status
   * does not tell yet. Then the run before has the line that was the last.
   */
  async function readUnseenRun(run: ContainerRun): Promise<void> {
    const newestAt = writer.newestAt();
    const sinceTime = writer.resumeTime();
    const before = await open({ previous: true, sinceTime }).catch(orUndefined);
    if (before === undefined || newestAt === undefined) return;
    const chunks: Uint8Array[] = [];
    for await (const chunk of before) chunks.push(chunk);
    const startsAt = await firstTime(chunks);
    if (startsAt === undefined || startsAt > newestAt) return;
    for (const chunk of chunks) writer.write(chunk);
    writer.end('complete');
    await someTime(statusDelayMs);
    const known = runNow();
    const next = { ...run, restarts: run.restarts + 1, lastEnd: undefined };
    markRestart(known !== undefined && known.restarts > run.restarts ? known : next, 1, true);
    writer.begin({ again: false });
  }

  function markRestart({ lastEnd, restarts }: ContainerRun, times: number, isWhole: boolean): void {
    const end = lastEnd && explainEnd(lastEnd);
    writer.mark(restartText({ end, times, lostAfter: isWhole ? undefined : writer.newestAt() }));
    newestBefore = writer.newestAt();
    followedRun = restarts;
    tailLines = undefined;
  }

  /** Cut short when something about the pod changes. */
  async function someTime(delayMs: number): Promise<void> {
    pause = new AbortController();
    await wait(delayMs, undefined, { signal: AbortSignal.any([pause.signal, stopping.signal]) }).catch(() => {});
  }

  async function pauseBecause(reason: string, isDenied: boolean): Promise<void> {
    const { delayMs, isFirst } = pace.next(isDenied);
    if (isFirst && !endedWell) return; // It was read a moment ago, and its pod may be going.
    writer.setState(
      isDenied ? { state: 'denied', reason } : { state: 'waiting', reason, nextTryAt: Date.now() + delayMs },
    );
    await someTime(delayMs);
  }

  function endWithPod(): void {
    writer.end('complete');
    const newestAt = writer.newestAt();
    if (!endedWell && newestAt !== undefined) {
      writer.mark(lostWithPodText(newestAt));
    }
    writer.setState({ state: 'ended', reason: 'its pod is gone' });
  }

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      const now = facts();
      if (now === undefined) return endWithPod();
      const run = runIn(now) ?? noRun;
      const over = whyOver(run, now);
      const newestAt = writer.newestAt();
      const hasStarted = run.container.state === 'running' || run.container.state === 'terminated';
      if (!hasStarted && followedRun === undefined) tailLines = undefined;
      let isDenied = false;
      let failure: string | undefined;
      try {
        await readOnce(run);
        // A stream may end before the log does. One that brought nothing new since the container's end ended with it.
        if (over !== undefined && writer.newestAt() === newestAt) {
          writer.end('complete');
          return writer.setState({ state: 'ended', reason: over });
        }
        const after = facts();
        if (after !== undefined && whyOver(runIn(after) ?? noRun, after) !== undefined) continue;
      } catch (error) {
        if (stopping.signal.aborted || stream.signal.aborted) continue;
        if (!(error instanceof KubernetesError)) throw error;
        isDenied = error.kind === 'forbidden';
        // The node may be lost, and its streams have ended like any other.
        if (followedRun !== undefined && over === undefined && !isRefused(error)) endedWell = false;
        if (hasStarted || error.kind !== 'invalid') failure = error.message;
      }
      if (facts() !== undefined) await pauseBecause(failure ?? whyWaiting(runNow() ?? run), isDenied);
    }
  }
  void follow();

  return {
    wake: () => pause.abort(),
    reopen: () => {
      stream.abort();
      pause.abort();
    },
    stop: () => stopping.abort(),
  };
}

/** A container that the pod's status does not tell of yet. */
const noRun: ContainerRun = {
  name: '',
  container: { state: 'unknown' },
  restarts: 0,
  lastEnd: undefined,
  endsWithSuccess: false,
};

function orUndefined(error: unknown): undefined {
  if (!isRefused(error)) throw error;
}

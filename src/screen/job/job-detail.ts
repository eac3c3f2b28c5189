import { describeError } from '../../commands/describe-error.ts';
import type { Screen } from '../state/screen.ts';
import type { DetailState } from '../state/screen-state.ts';

const intervalMs = 3000;

/** Looks at one job closely, and keeps looking until another one is opened or this one closed. */
export function openDetail(screen: Screen, jobId: string): void {
  const detail: DetailState = {
    jobId,
    top: 0,
    detail: undefined,
    checkpoints: undefined,
    exception: undefined,
    readAt: undefined,
    failure: undefined,
  };
  screen.store.setState({ detail, focus: 'jobs' });
  const watch = new AbortController();
  const unsubscribe = screen.store.subscribe(({ detail: shown }) => {
    if (shown?.jobId !== jobId) watch.abort();
  });
  screen.signal.addEventListener('abort', () => watch.abort(), { signal: watch.signal });
  watch.signal.addEventListener('abort', unsubscribe);
  void readUntilClosed(screen, jobId, watch.signal);
}

export function closeDetail({ store }: Screen): void {
  store.setState({ detail: undefined });
}

async function readUntilClosed(screen: Screen, jobId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const part = await read(screen, jobId, signal);
    if (signal.aborted) return;
    screen.store.setState(({ detail }) => ({ detail: detail && { ...detail, ...part } }));
    await pause(intervalMs, signal);
  }
}

async function read(screen: Screen, jobId: string, signal: AbortSignal): Promise<Partial<DetailState>> {
  const flink = screen.store.getState().session?.connection.flink;
  if (flink === undefined) return {};
  try {
    const [detail, checkpoints, exception] = await Promise.all([
      flink.job(jobId, signal),
      flink.checkpoints(jobId, signal),
      flink.latestException(jobId, signal),
    ]);
    return { detail, checkpoints, exception, readAt: screen.now(), failure: undefined };
  } catch (error) {
    return { failure: describeError(error).message };
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

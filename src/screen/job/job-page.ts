import { describeError } from '../../commands/describe-error.ts';
import type { Checkpoints, JobDetail } from '../../flink/answers.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

const intervalMs = 3000;

/** The state of the page `job`; what could not be read keeps its last answer. */
export type JobPage = {
  readonly jobId: string;
  readonly top: number;
  readonly detail: JobDetail | undefined;
  readonly checkpoints: Checkpoints | undefined;
  readonly exception: { readonly at: number; readonly message: string } | undefined;
  readonly readAt: number | undefined;
  readonly failure: string | undefined;
};

export function jobPage({ page }: ScreenState): JobPage | undefined {
  return page?.id === 'job' ? (page.own as JobPage) : undefined;
}

export function changeJobPage({ store }: Screen, part: Partial<JobPage>): void {
  store.setState(({ page }) =>
    page?.id === 'job' ? { page: { ...page, own: { ...(page.own as JobPage), ...part } } } : {},
  );
}

/** Looks at one job closely, and keeps looking until another one is opened or this one closed. */
export function openJob(screen: Screen, jobId: string): void {
  const own: JobPage = {
    jobId,
    top: 0,
    detail: undefined,
    checkpoints: undefined,
    exception: undefined,
    readAt: undefined,
    failure: undefined,
  };
  screen.store.setState({ page: { id: 'job', jobId, own }, focus: 'jobs' });
  const watch = new AbortController();
  const unsubscribe = screen.store.subscribe((state) => {
    if (jobPage(state)?.jobId !== jobId) watch.abort();
  });
  screen.signal.addEventListener('abort', () => watch.abort(), { signal: watch.signal });
  watch.signal.addEventListener('abort', unsubscribe);
  void readUntilClosed(screen, jobId, watch.signal);
}

async function readUntilClosed(screen: Screen, jobId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const part = await read(screen, jobId, signal);
    if (signal.aborted) return;
    changeJobPage(screen, part);
    await pause(intervalMs, signal);
  }
}

async function read(screen: Screen, jobId: string, signal: AbortSignal): Promise<Partial<JobPage>> {
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

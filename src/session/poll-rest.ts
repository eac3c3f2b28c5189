import type { ClusterOverview, JobOverview, TaskManager } from '../flink/answers.ts';
import { FlinkError } from '../flink/error.ts';
import { KubernetesError } from '../kubernetes/error.ts';
import type { Connection, Interest } from './session.ts';

/** Flink itself answers from a cache of 3 s (flink.md 3.0). */
const shownMs = 2500;
const hiddenMs = 10_000;
const answerWithinMs = 5000;
/**
 * A refused right is seldom granted while one looks, but right after its start an API server refuses everyone. An answer that
 * is too large costs the JobManager as much each time.
 */
const retryMs = {
  usual: { first: 500, most: 5000 },
  denied: { first: 500, most: 30_000 },
  tooLarge: { first: 30_000, most: 30_000 },
};
/** Large answers are asked for less often: this times as long as they took is left between them. */
const restFactor = 3;

export type RestAnswers = {
  readonly overview?: ClusterOverview;
  readonly jobs?: readonly JobOverview[];
  readonly taskManagers?: readonly TaskManager[];
};
/** Why a subject was not answered in the last round that asked for it; undefined where it was. */
export type RestFailures = { readonly [Name in keyof RestAnswers]?: Error | undefined };
type Subject = keyof RestAnswers;
const subjects = ['overview', 'jobs', 'taskManagers'] as const satisfies readonly Subject[];

export type RestPoll = {
  readonly show: (interest: Interest) => void;
  /** Asks for everything now, or as soon as the round that is under way is over. */
  readonly now: () => void;
  /** When the next round begins. */
  readonly nextAt: () => number;
  readonly stop: () => void;
};

/**
 * Asks Flink's REST API for what is shown often and for the rest seldom, one round at a time: the next one is never
 * begun before all of the last was answered or given up. `told` gets what came, or nothing after a round that failed, and
 * for each subject that was asked for whether and why it failed.
 */
export function pollRest(
  { flink }: Pick<Connection, 'flink'>,
  told: (answers: RestAnswers, failures: RestFailures) => void,
): RestPoll {
  let interest: Interest = { jobs: true, taskManagers: true };
  let dueAt: Record<Subject, number> = { overview: 0, jobs: 0, taskManagers: 0 };
  let failures = 0;
  let retry = retryMs.usual;
  let timer: NodeJS.Timeout | undefined;
  let round: AbortController | undefined;
  let isAskedAgain = false;
  let isStopped = false;
  let nextAt = Date.now();

  const periodOf = (subject: Subject) => (subject === 'overview' || interest[subject] ? shownMs : hiddenMs);

  async function ask(due: readonly Subject[], signal: AbortSignal) {
    const answers = await Promise.allSettled(
      due.map(async (subject) => ({ [subject]: await flink[subject](signal) }) as RestAnswers),
    );
    const good = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    failures = good.length > 0 ? 0 : failures + 1;
    const wrong = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    retry = retryAfter(wrong);
    const reasons = due.map((subject, index) => [subject, failureOf(answers[index])]);
    return {
      answers: Object.assign({}, ...good) as RestAnswers,
      failures: Object.fromEntries(reasons) as RestFailures,
    };
  }

  async function run(): Promise<void> {
    if (round !== undefined || isStopped) return;
    clearTimeout(timer);
    const startedAt = Date.now();
    const due = subjects.filter((subject) => dueAt[subject] <= startedAt);
    round = new AbortController();
    const limit = setTimeout(() => round?.abort(new DOMException('no answer in time', 'TimeoutError')), answerWithinMs);
    const came = await ask(due, round.signal);
    clearTimeout(limit);
    round = undefined;
    if (isStopped) return;
    const hasFailed = failures > 0;
    const restMs = (Date.now() - startedAt) * restFactor;
    if (!hasFailed && !isAskedAgain) {
      for (const subject of due) {
        const isLarge = isTooLarge(came.failures[subject]);
        dueAt[subject] = startedAt + Math.max(isLarge ? retryMs.tooLarge.first : periodOf(subject), restMs);
      }
    }
    const pauseMs = isAskedAgain
      ? 0
      : hasFailed
        ? backOffMs()
        : Math.min(dueAt.overview, dueAt.jobs, dueAt.taskManagers) - Date.now();
    isAskedAgain = false;
    nextAt = Date.now() + Math.max(0, pauseMs);
    timer = setTimeout(() => void run(), Math.max(0, pauseMs));
    told(came.answers, came.failures);
  }

  const backOffMs = () => Math.min(retry.most, retry.first * 2 ** (failures - 1));
  const askNow = () => {
    dueAt = { overview: 0, jobs: 0, taskManagers: 0 };
    isAskedAgain = round !== undefined;
    void run();
  };

  void run();
  return {
    show: (next) => {
      const isMore = (next.jobs && !interest.jobs) || (next.taskManagers && !interest.taskManagers);
      interest = next;
      if (isMore) askNow();
    },
    now: askNow,
    nextAt: () => nextAt,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      round?.abort(new Error('The session was left.'));
    },
  };
}

function retryAfter(reasons: readonly unknown[]): (typeof retryMs)[keyof typeof retryMs] {
  if (reasons.some(isTooLarge)) return retryMs.tooLarge;
  return reasons.some((reason) => reason instanceof KubernetesError) ? retryMs.denied : retryMs.usual;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof FlinkError && error.kind === 'too-large';
}

function failureOf(answer: PromiseSettledResult<unknown> | undefined): Error | undefined {
  if (answer?.status !== 'rejected') return undefined;
  return answer.reason instanceof Error ? answer.reason : new Error(String(answer.reason));
}

import type { ClusterOverview, JobOverview, TaskManager } from '../flink/answers.ts';
import { KubernetesError } from '../kubernetes/error.ts';
import type { Connection, Interest } from './session.ts';

/** Flink itself answers from a cache of 3 s (flink.md 3.0); TaskManagers come and go faster than that. */
const shownMs = { overview: 2500, jobs: 2500, taskManagers: 2000 };
const hiddenMs = 10_000;
const answerWithinMs = 5000;
const retryMs = { first: 500, most: 5000, denied: 30_000 };

export type RestAnswers = {
  readonly overview?: ClusterOverview;
  readonly jobs?: readonly JobOverview[];
  readonly taskManagers?: readonly TaskManager[];
};
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
 * begun before all of the last was answered or given up. `told` gets what came, or nothing after a round that failed.
 */
export function pollRest({ flink }: Pick<Connection, 'flink'>, told: (answers: RestAnswers) => void): RestPoll {
  let interest: Interest = { jobs: true, taskManagers: true };
  let dueAt: Record<Subject, number> = { overview: 0, jobs: 0, taskManagers: 0 };
  let failures = 0;
  let isDenied = false;
  let timer: NodeJS.Timeout | undefined;
  let round: AbortController | undefined;
  let isAskedAgain = false;
  let isStopped = false;
  let nextAt = Date.now();

  const periodOf = (subject: Subject) => (subject === 'overview' || interest[subject] ? shownMs[subject] : hiddenMs);

  async function ask(due: readonly Subject[], signal: AbortSignal): Promise<RestAnswers> {
    const answers = await Promise.allSettled(
      due.map(async (subject) => ({ [subject]: await flink[subject](signal) }) as RestAnswers),
    );
    const good = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    failures = good.length > 0 ? 0 : failures + 1;
    isDenied = answers.some((answer) => answer.status === 'rejected' && answer.reason instanceof KubernetesError);
    return Object.assign({}, ...good);
  }

  async function run(): Promise<void> {
    if (round !== undefined || isStopped) return;
    clearTimeout(timer);
    const startedAt = Date.now();
    const due = subjects.filter((subject) => dueAt[subject] <= startedAt);
    round = new AbortController();
    const limit = setTimeout(() => round?.abort(new DOMException('no answer in time', 'TimeoutError')), answerWithinMs);
    const answers = await ask(due, round.signal);
    clearTimeout(limit);
    round = undefined;
    if (isStopped) return;
    for (const subject of due) if (answers[subject] !== undefined) dueAt[subject] = startedAt + periodOf(subject);
    schedule();
    told(answers);
  }

  const schedule = () => {
    const now = Date.now();
    const next = Math.min(...subjects.map((subject) => dueAt[subject]));
    const backOff = isDenied ? retryMs.denied : Math.min(retryMs.most, retryMs.first * 2 ** (failures - 1));
    const pause = failures > 0 && !isAskedAgain ? backOff : 0;
    isAskedAgain = false;
    nextAt = now + Math.max(pause, next - now, 0);
    timer = setTimeout(() => void run(), nextAt - now);
  };
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

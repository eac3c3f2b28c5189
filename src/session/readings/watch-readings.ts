import type { FlinkRest } from '../../flink/rest.ts';
import type { RestAnswers, SessionSources } from '../watch/derive-snapshot.ts';
import { countCluster } from './count-cluster.ts';
import { clusterConfig, inBackground, jobState, jobs, taskManagers } from './flink-readings.ts';
import { joinJobs, noJobs } from './join-jobs.ts';
import { pollReadings, type ReadingPoll } from './poll-readings.ts';
import { noReadings, type Reading, type Readings, readingOf } from './reading.ts';

/** What the readings tell of the cluster. */
type RestFacts = Pick<
  SessionSources,
  'answers' | 'readings' | 'jobsFailure' | 'restAnsweredAt' | 'taskManagersAnsweredAt'
>;

export type ReadingsWatch = Pick<ReadingPoll, 'refresh' | 'nextAt' | 'stop'> & {
  /** Beside the jobs and the TaskManagers, which are read all the same, less often. */
  readonly need: (looked: readonly Reading<unknown>[]) => void;
  readonly facts: () => RestFacts;
  /** Why an answer that every Flink has, and that is small, did not come. */
  readonly linkFailure: () => Error | undefined;
};

/** What is answered at about the same time is shown at once: a snapshot costs more than an answer. */
const togetherMs = 50;

/** The readings that a session needs always, those that somebody looks at, and those that follow from answers. */
export function watchReadings(
  flink: FlinkRest,
  listener: { readonly changed: () => void; readonly answered: () => void },
): ReadingsWatch {
  let book = noJobs;
  let facts: RestFacts = {
    answers: {},
    readings: noReadings,
    restAnsweredAt: undefined,
    taskManagersAnsweredAt: undefined,
  };
  /** Until somebody says what is looked at, everything is. */
  let looked: readonly Reading<unknown>[] = [jobs, taskManagers];
  let together: NodeJS.Timeout | undefined;

  const poll = pollReadings(flink, (key) => {
    const readings = poll.readings();
    const isAnswer = readings.get(key)?.failure === undefined;
    const { unanswered } = book;
    book = joinJobs(book, readings);
    facts = {
      readings,
      answers: answersOf(readings, book.rows, facts.answers),
      jobsFailure: readingOf({ readings }, jobs).failure?.message,
      restAnsweredAt: isAnswer ? Date.now() : facts.restAnsweredAt,
      taskManagersAnsweredAt: readingOf({ readings }, taskManagers).readAt,
    };
    if (unanswered !== book.unanswered) needAll();
    if (isAnswer) listener.answered();
    if (!poll.isBusy()) tell();
    else together ??= setTimeout(tell, togetherMs);
  });

  function tell(): void {
    clearTimeout(together);
    together = undefined;
    listener.changed();
  }

  function needAll(): void {
    const leftOut = [...book.unanswered.keys()].map(jobState);
    poll.need([clusterConfig, inBackground(jobs), inBackground(taskManagers), ...leftOut, ...looked]);
  }

  needAll();
  return {
    refresh: poll.refresh,
    nextAt: poll.nextAt,
    stop: () => {
      clearTimeout(together);
      poll.stop();
    },
    need: (readings) => {
      looked = readings;
      needAll();
    },
    facts: () => facts,
    linkFailure: () => readingOf(facts, clusterConfig).failure ?? readingOf(facts, taskManagers).failure,
  };
}

function answersOf(readings: Readings, rows: RestAnswers['jobs'], before: RestAnswers): RestAnswers {
  const registered = readingOf({ readings }, taskManagers).value;
  const isSame = rows === before.jobs && registered === before.taskManagers;
  return {
    flinkVersion: readingOf({ readings }, clusterConfig).value?.flinkVersion,
    counts: isSame ? before.counts : rows && registered && countCluster(rows, registered),
    jobs: rows,
    taskManagers: registered,
  };
}

import { createStore } from 'zustand/vanilla';
import { createLogStore, type LogStoreOptions } from '../logs/create-log-store.ts';
import { createSnapshots } from './derive-snapshot.ts';
import { readOlderLines } from './follow/read-older-lines.ts';
import { followLogs } from './follow-logs.ts';
import { judgeApiServer } from './judge-api-server.ts';
import { watchBackend } from './logging/watch-backend.ts';
import { pace } from './pace.ts';
import { type PodFacts, podFacts } from './pods/pod-facts.ts';
import { pollRest, type RestAnswers, type RestFailures } from './poll-rest.ts';
import type { Connection, Session } from './session.ts';
import type { Link, SessionSnapshot } from './snapshot.ts';
import { usableLink } from './usable-link.ts';
import { watchClosings } from './watch-closings.ts';
import { watchObjects } from './watch-objects.ts';

/** No more than ten snapshots a second, however much comes in. */
const snapshotEveryMs = 100;

type WatchOptions = {
  /** Where logs go, and whether they stay there; in memory and gone with the session if it is not said. */
  readonly logs?: LogStoreOptions & { readonly keep: boolean };
};

/** Watches one session cluster until it is closed; closing it closes the connection too. */
export function watchSession(connection: Connection, options: WatchOptions = {}): Session {
  const { kubernetes, target } = connection;
  const snapshots = createSnapshots(target, kubernetes);
  const logs = createLogStore(options.logs);
  let facts: ReadonlyMap<string, PodFacts> = new Map();
  let answers: RestAnswers = {};
  let failures: RestFailures = {};
  let restAnsweredAt: number | undefined;
  let taskManagersAnsweredAt: number | undefined;
  const pacer = pace(publish, snapshotEveryMs);

  const judge = judgeApiServer(kubernetes, {
    changed: () => pacer.soon(),
    answered: ({ afterOutage }) => {
      if (afterOutage) resume();
      else if (Object.values(watches.states).some(({ state }) => state === 'stale')) watches.retryNow();
    },
  });
  const watches = watchObjects(kubernetes, target, {
    objectsChanged: (kind) => {
      judge.heard();
      if (kind === 'pods') readPods();
      pacer.soon();
    },
    stateChanged: ({ state }) => {
      if (state === 'live') judge.heard();
      if (state === 'stale') judge.check();
      pacer.soon();
    },
  });
  const follower = followLogs(kubernetes, target.namespace, logs, () => facts);
  const closings = watchClosings(
    logs,
    (uid) => facts.get(uid)?.role === 'jobmanager',
    () => pacer.soon(),
  );
  const logging = watchBackend(connection, () => pacer.soon());
  const poll = pollRest(connection, (came, failed) => {
    answers = { ...answers, ...came };
    failures = { ...failures, ...failed };
    if (Object.keys(came).length > 0) {
      restAnsweredAt = Date.now();
      logging.ask();
    }
    if (came.taskManagers !== undefined) taskManagersAnsweredAt = Date.now();
    pacer.soon();
  });

  const restLink = (): Link => {
    const link = usableLink(connection.restLink(), failures.overview);
    return 'reason' in link ? { ...link, nextTryAt: poll.nextAt() } : link;
  };
  const makeSnapshot = (): SessionSnapshot =>
    snapshots({
      watches,
      answers,
      jobsFailure: failures.jobs?.message,
      restAnsweredAt,
      taskManagersAnsweredAt,
      links: { kubernetes: judge.link(), rest: restLink() },
      backend: logging.backend(),
      closings: closings.closings,
      applicationStatus: closings.applicationStatus(),
      now: Date.now(),
    });
  const store = createStore<SessionSnapshot>()(makeSnapshot);
  function publish(): void {
    const leaderBefore = store.getState().leader;
    const next = makeSnapshot();
    store.setState(next, true);
    if (!options.logs?.keep) follower.forgetOthers(new Set(next.pods?.map(({ uid }) => uid)));
    if (next.leader === leaderBefore) return;
    if (leaderBefore !== undefined) {
      connection.reopenRest();
      logging.askAgain();
    }
    connection.forwards.check();
    if (next.links.rest.state !== 'connecting') poll.now();
  }

  function readPods(): void {
    const read = (watches.objects.pods ?? []).map(podFacts).filter((pod) => pod !== undefined);
    facts = new Map(read.map((pod) => [pod.uid, pod]));
    follower.podsChanged();
  }
  /** The API server is back: whatever waits goes on at once, and streams that may be dead are opened again. */
  function resume(): void {
    watches.reopen();
    follower.reopen();
    poll.now();
    connection.forwards.check();
  }

  const forgetSleep = connection.onSleepOver(() => {
    judge.check();
    resume();
  });

  return {
    connection,
    store,
    logs,
    followLogs: follower.follow,
    readOlderLogs: (key, signal) => readOlderLines(kubernetes, target.namespace, logs, key, signal),
    show: poll.show,
    refresh: () => {
      watches.retryNow();
      judge.check();
      poll.now();
      connection.forwards.check();
    },
    close: async () => {
      pacer.stop();
      forgetSleep();
      poll.stop();
      logging.stop();
      follower.stop();
      closings.stop();
      watches.stop();
      judge.stop();
      await logs.close({ keep: options.logs?.keep ?? false });
      await connection.close();
    },
  };
}

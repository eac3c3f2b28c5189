import { createStore } from 'zustand/vanilla';
import { createLogStore, type LogStoreOptions } from '../../logs/create-log-store.ts';
import { monitorApiServer } from '../attach/monitor-api-server.ts';
import { type JournalOptions, keepJournal } from '../journal/keep-journal.ts';
import { watchBackend } from '../levels/watch-backend.ts';
import { followLogs } from '../logs/follow-logs.ts';
import { readOlderLines } from '../logs/read-older-lines.ts';
import { memoryKey } from '../memory/jvm-memory.ts';
import { watchMemory } from '../memory/watch-memory.ts';
import { type PodFacts, podFacts } from '../pods/pod-facts.ts';
import { watchReadings } from '../readings/watch-readings.ts';
import { serverNow } from '../server-now.ts';
import type { Connection, Session } from '../session.ts';
import type { Link, SessionSnapshot } from '../snapshot.ts';
import { watchLogFloods } from '../talkers/watch-log-floods.ts';
import { createSnapshots } from './derive-snapshot.ts';
import { usableLink } from './link.ts';
import { throttle } from './throttle.ts';
import { watchForwards } from './watch-forwards.ts';
import { watchObjects } from './watch-objects.ts';
import { watchReleaseReasons } from './watch-release-reasons.ts';

/** Limits snapshots to ten per second. */
const snapshotEveryMs = 100;

export type WatchOptions = {
  /**
   * Storage of the logs, and whether to keep them. By default, logs are stored in memory and deleted with the session.
   */
  readonly logs?: LogStoreOptions & { readonly keep: boolean };
  /** Pods whose logs are followed; all by default. The JobManagers' logs contain release reasons. */
  readonly followedPods?: 'all' | 'job-managers';
  /** Whether the load of every unfinished job is read, for the health of jobs that nobody looks at. */
  readonly assessJobs?: boolean;
  /** Whether the memory of all pods is read, for warnings about pods that nobody looks at. */
  readonly readsMemory?: boolean;
  /** If undefined, no journal is written. */
  readonly journal?: JournalOptions | undefined;
};

/** Watches one session cluster until the session is closed. Closing the session also closes the connection. */
export function watchSession(connection: Connection, options: WatchOptions = {}): Session {
  const { kubernetes, target } = connection;
  const snapshots = createSnapshots(target, kubernetes);
  const logs = createLogStore(options.logs);
  let facts: ReadonlyMap<string, PodFacts> = new Map();
  let followed = facts;
  let needsObjects = false;
  const publisher = throttle(publish, snapshotEveryMs);

  const apiServer = monitorApiServer(kubernetes, {
    changed: () => publisher.trigger(),
    answered: ({ afterOutage }) => {
      if (afterOutage) resume();
      else if (Object.values(watches.states).some(({ state }) => state === 'stale')) watches.retryNow();
    },
  });
  const watches = watchObjects(kubernetes, target, {
    objectsChanged: (kind) => {
      apiServer.noteActivity();
      if (kind === 'pods') readPods();
      publisher.trigger();
    },
    stateChanged: ({ state }) => {
      if (state === 'live') apiServer.noteActivity();
      if (state === 'stale') apiServer.check();
      publisher.trigger();
    },
  });
  const follower = followLogs(kubernetes, target.namespace, logs, () => followed);
  const releases = watchReleaseReasons(
    logs,
    (uid) => facts.get(uid)?.role === 'jobmanager',
    () => publisher.trigger(),
  );
  const floods = watchLogFloods(
    logs,
    () => serverNow(connection, Date.now()),
    () => publisher.trigger(),
  );
  const logging = watchBackend(connection, () => publisher.trigger());
  const memory = watchMemory(kubernetes, target, {
    isWanted: options.readsMemory ?? false,
    podCount: () => facts.size,
    changed: () => publisher.trigger(),
  });
  const readings = watchReadings(
    connection.flink,
    { changed: () => publisher.trigger(), answered: () => logging.read() },
    { assessJobs: options.assessJobs ?? false, always: memory.readings },
  );

  const forwards = watchForwards(connection.forwards, () => publisher.trigger());

  const restLink = (): Link => {
    const link = usableLink(connection.restLink(), readings.linkFailure());
    return 'reason' in link ? { ...link, nextTryAt: readings.nextAt() } : link;
  };
  const makeSnapshot = (): SessionSnapshot =>
    snapshots({
      ...readings.facts(),
      collectMemory: memory.collect,
      watches,
      links: { kubernetes: apiServer.link(), rest: restLink() },
      forwards: forwards.list(),
      backend: logging.backend(),
      releaseReasons: releases.releaseReasons,
      applicationStatus: releases.applicationStatus(),
      logFloods: floods.floods(),
      needsObjects,
      now: Date.now(),
    });
  const store = createStore<SessionSnapshot>()(makeSnapshot);
  function publish(): void {
    const previousLeader = store.getState().leader;
    const next = makeSnapshot();
    store.setState(next, true);
    if (!options.logs?.keep) follower.forgetOthers(new Set(next.pods?.map(({ uid }) => uid)));
    if (next.leader === previousLeader) return;
    if (previousLeader !== undefined) {
      connection.reopenRest();
      logging.reset();
    }
    connection.forwards.check();
    if (next.links.rest.state !== 'connecting') readings.refresh();
  }

  function readPods(): void {
    const read = (watches.objects.pods ?? []).map(podFacts).filter((pod) => pod !== undefined);
    facts = new Map(read.map((pod) => [pod.uid, pod]));
    followed = options.followedPods === 'job-managers' ? jobManagersOf(facts) : facts;
    follower.podsChanged();
  }
  /**
   * Reconnects the session after an outage or a sleep. Streams are replaced, because they may have broken without an
   * error.
   */
  function resume(): void {
    watches.reopen();
    follower.reopen();
    readings.refresh();
    connection.forwards.check();
  }

  const journal = options.journal && keepJournal({ connection, store, logs }, readings.needForJournal, options.journal);

  const removeSleepListener = connection.onWake(() => {
    apiServer.check();
    resume();
  });

  return {
    connection,
    store,
    logs,
    journal,
    followLogs: follower.follow,
    readOlderLogs: (key, signal) => readOlderLines(kubernetes, target.namespace, logs, key, signal),
    need: (needed, { objects } = { objects: false }) => {
      if (objects !== needsObjects) publisher.trigger();
      needsObjects = objects;
      memory.setShown(needed.some(({ key }) => key.startsWith(memoryKey)));
      readings.need(needed);
    },
    refresh: () => {
      watches.retryNow();
      apiServer.check();
      readings.refresh();
      connection.forwards.check();
    },
    close: async ({ keepForwards = false } = {}) => {
      await journal?.close();
      publisher.stop();
      removeSleepListener();
      forwards.stop();
      readings.stop();
      memory.stop();
      logging.stop();
      follower.stop();
      floods.stop();
      releases.stop();
      watches.stop();
      apiServer.stop();
      await logs.close({ keep: options.logs?.keep ?? false });
      if (keepForwards) connection.reopenRest();
      else await connection.close();
    },
  };
}

function jobManagersOf(facts: ReadonlyMap<string, PodFacts>): ReadonlyMap<string, PodFacts> {
  return new Map([...facts].filter(([, { role }]) => role === 'jobmanager'));
}

import { createStore } from 'zustand/vanilla';
import { createLogStore, type LogStoreOptions } from '../../logs/create-log-store.ts';
import { monitorApiServer } from '../attach/monitor-api-server.ts';
import { watchBackend } from '../levels/watch-backend.ts';
import { followLogs } from '../logs/follow-logs.ts';
import { readOlderLines } from '../logs/read-older-lines.ts';
import { type PodFacts, podFacts } from '../pods/pod-facts.ts';
import { watchReadings } from '../readings/watch-readings.ts';
import type { Connection, Session } from '../session.ts';
import type { Link, SessionSnapshot } from '../snapshot.ts';
import { createSnapshots } from './derive-snapshot.ts';
import { throttle } from './throttle.ts';
import { usableLink } from './usable-link.ts';
import { watchForwards } from './watch-forwards.ts';
import { watchObjects } from './watch-objects.ts';
import { watchReleaseReasons } from './watch-release-reasons.ts';

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
  const pacer = throttle(publish, snapshotEveryMs);

  const judge = monitorApiServer(kubernetes, {
    changed: () => pacer.soon(),
    answered: ({ afterOutage }) => {
      if (afterOutage) resume();
      else if (Object.values(watches.states).some(({ state }) => state === 'stale')) watches.retryNow();
    },
  });
  const watches = watchObjects(kubernetes, target, {
    objectsChanged: (kind) => {
      judge.noteActivity();
      if (kind === 'pods') readPods();
      pacer.soon();
    },
    stateChanged: ({ state }) => {
      if (state === 'live') judge.noteActivity();
      if (state === 'stale') judge.check();
      pacer.soon();
    },
  });
  const follower = followLogs(kubernetes, target.namespace, logs, () => facts);
  const releases = watchReleaseReasons(
    logs,
    (uid) => facts.get(uid)?.role === 'jobmanager',
    () => pacer.soon(),
  );
  const logging = watchBackend(connection, () => pacer.soon());
  const readings = watchReadings(connection.flink, {
    changed: () => pacer.soon(),
    answered: () => logging.read(),
  });

  const forwards = watchForwards(connection.forwards, () => pacer.soon());

  const restLink = (): Link => {
    const link = usableLink(connection.restLink(), readings.linkFailure());
    return 'reason' in link ? { ...link, nextTryAt: readings.nextAt() } : link;
  };
  const makeSnapshot = (): SessionSnapshot =>
    snapshots({
      ...readings.facts(),
      watches,
      links: { kubernetes: judge.link(), rest: restLink() },
      forwards: forwards.list(),
      backend: logging.backend(),
      releaseReasons: releases.releaseReasons,
      applicationStatus: releases.applicationStatus(),
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
      logging.reset();
    }
    connection.forwards.check();
    if (next.links.rest.state !== 'connecting') readings.refresh();
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
    readings.refresh();
    connection.forwards.check();
  }

  const forgetSleep = connection.onWake(() => {
    judge.check();
    resume();
  });

  return {
    connection,
    store,
    logs,
    followLogs: follower.follow,
    readOlderLogs: (key, signal) => readOlderLines(kubernetes, target.namespace, logs, key, signal),
    need: readings.need,
    refresh: () => {
      watches.retryNow();
      judge.check();
      readings.refresh();
      connection.forwards.check();
    },
    close: async () => {
      pacer.stop();
      forgetSleep();
      forwards.stop();
      readings.stop();
      logging.stop();
      follower.stop();
      releases.stop();
      watches.stop();
      judge.stop();
      await logs.close({ keep: options.logs?.keep ?? false });
      await connection.close();
    },
  };
}

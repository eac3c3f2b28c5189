import type { LogStore } from '../../logs/log-store.ts';
import { jobHistory } from '../readings/flink-readings.ts';
import { type Reading, readingOf } from '../readings/reading.ts';
import { serverNow } from '../server-now.ts';
import type { Connection, Session } from '../session.ts';
import type { SessionSnapshot } from '../snapshot.ts';
import { type ActEnd, actEntries } from './act-entries.ts';
import { flinkAheadMs, type JournalClock } from './changes/clock.ts';
import { isLinkUp } from './changes/link-changes.ts';
import { entriesBetween } from './entries-between.ts';
import type { JournalEntry } from './entry.ts';
import { createErrorRates } from './error-rates.ts';
import { journalReadings, noTurns, takeTurns } from './journal-readings.ts';
import { createReplay, type JournalReplay } from './journal-state.ts';
import type { JudgeJob } from './last-seen/judge-job.ts';
import { type EndWatch, watchEnds } from './last-seen/watch-ends.ts';
import { maskTexts } from './mask.ts';
import type { SessionJournal } from './session-journal.ts';
import { type Journal, openJournal } from './store/open-journal.ts';

export type JournalOptions = {
  /** Parent of the folders of all clusters. */
  readonly root: string;
  /** Limit for all segments of a cluster. */
  readonly bytes?: number;
  /** `ann@laptop` */
  readonly by: string;
  /** Finds what was wrong with a job before its end. Without it, only the last load is recorded. */
  readonly judgeJob?: JudgeJob;
};

const tickMs = 1000;
/** A process that is late by this much was suspended: see `detectSleep`. */
const sleepMs = 12_000;
/** Changes that depend on elapsed time are found within this time. */
const fullCheckMs = 5000;

type Recording = {
  readonly uid: string | undefined;
  readonly journal: Journal;
  readonly replay: JournalReplay;
  readonly ends: EndWatch;
  /** Epoch ms by the API server's clock. */
  readonly since: number;
  isLoaded: boolean;
};

/** Writes the journal of a session. `need` sets the readings that the journal needs. */
export function keepJournal(
  { connection, store, logs }: Pick<Session, 'store'> & { connection: Connection; logs: LogStore },
  need: (readings: readonly Reading<unknown>[]) => void,
  options: JournalOptions,
): SessionJournal {
  let recording: Recording | undefined;
  /** The snapshot of the last check. */
  let checked: SessionSnapshot | undefined;
  let fullCheckAt = 0;
  let tickedAt = Date.now();
  let turns = noTurns;
  let needed = '';
  /** Flink's clock minus the API server's clock, ms. */
  let aheadMs = 0;
  const errorRates = createErrorRates(logs);
  let recorded = 0;
  /** Closed journals of earlier Deployments. */
  const closing: Promise<void>[] = [];
  const listeners = new Set<() => void>();
  const endOpenActs = new Set<(end: ActEnd) => void>();

  function readClock(): JournalClock {
    const localNow = Date.now();
    const now = serverNow(connection, localNow);
    const watchingSince = recording?.since ?? now;
    return { now, serverAheadMs: now - localNow, flinkAheadMs: aheadMs, watchingSince };
  }

  function check(): void {
    const snapshot = store.getState();
    open(snapshot);
    if (recording?.isLoaded !== true) return;
    if (snapshot.readings !== checked?.readings) aheadMs = readFlinkClock(snapshot);
    const clock = readClock();
    recording.ends.observe(snapshot, recording.journal.entries(), clock.now);
    const isFull = clock.now - fullCheckAt > fullCheckMs;
    if (isFull) fullCheckAt = clock.now;
    record(entriesBetween(recording.replay.state, isFull ? undefined : checked, snapshot, clock));
    checked = snapshot;
  }

  function record(entries: readonly JournalEntry[]): void {
    if (recording === undefined || entries.length === 0) return;
    recorded += entries.length;
    recording.journal.append(entries);
    for (const entry of entries) recording.replay.apply(entry);
    recording.ends.recorded(entries);
  }

  /** Opens the journal of the Deployment. A new Deployment with the same name has its own journal. */
  function open({ deployment, presence, context, clusterId, namespace }: SessionSnapshot): void {
    if (deployment === undefined && (presence !== 'present' || recording !== undefined)) return;
    if (recording !== undefined && recording.uid === deployment?.uid) return;
    if (recording !== undefined) closing.push(recording.journal.close());
    const cluster = { clusterId, context, namespace };
    const journal = openJournal({ ...options, cluster, deployment: deployment?.uid, now: () => readClock().now });
    const since = readClock().now;
    const ends = watchEnds(options.judgeJob);
    const opened: Recording = { uid: deployment?.uid, journal, replay: createReplay(), ends, since, isLoaded: false };
    recording = opened;
    checked = undefined;
    journal.subscribe(() => {
      if (recording === opened && opened.isLoaded) notify();
    });
    // Forwards are those of a process, so the forwards of others are not replayed.
    const onEntry = (entry: JournalEntry) => entry.kind !== 'forward' && opened.replay.apply(entry);
    void journal.load(onEntry).then(() => {
      opened.isLoaded = true;
      if (recording !== opened) return;
      check();
      notify();
    });
  }

  function notify(): void {
    for (const listener of listeners) listener();
  }

  function readHistories(snapshot: SessionSnapshot): void {
    turns = takeTurns(turns, snapshot, Date.now());
    const readings = [
      ...journalReadings(turns, snapshot, recording?.replay.state ?? createReplay().state),
      ...(recording?.ends.readings(snapshot) ?? []),
    ];
    const key = readings.map((reading) => `${reading.key} ${reading.mark} ${reading.intervalMs}`).join('\n');
    if (key === needed) return;
    needed = key;
    need(readings);
  }

  function readFlinkClock(snapshot: SessionSnapshot): number {
    let newest = { readAt: 0, now: 0 };
    for (const id of turns.joined.keys()) {
      const { value, readAt = 0 } = readingOf(snapshot, jobHistory(id));
      if (value !== undefined && readAt > newest.readAt) newest = { readAt, now: value.now };
    }
    return newest.readAt === 0 ? aheadMs : flinkAheadMs(newest.now, newest.readAt + readClock().serverAheadMs);
  }

  function tick(): void {
    const now = Date.now();
    const previous = tickedAt;
    tickedAt = now;
    const snapshot = store.getState();
    readHistories(snapshot);
    check();
    if (recording?.isLoaded !== true) return;
    const clock = readClock();
    if (now - previous > sleepMs) {
      record([{ kind: 'sleep', at: Math.round(previous + clock.serverAheadMs), until: Math.round(clock.now) }]);
    }
    record(recording.ends.take(snapshot, clock).map(maskTexts));
    record(errorRates(clock.now));
    const { links, jobs, pods, events } = snapshot;
    const listed = [...(jobs ?? []).map(({ id }) => id), ...[...(pods ?? []), ...events].map(({ uid }) => uid)];
    if (jobs !== undefined && pods !== undefined) recording.replay.forgetOthers(new Set(listed));
    void recording.journal.poll();
    if (isLinkUp(links.kubernetes) === true) recording.journal.watchedUntil(Math.round(clock.now));
  }

  const unsubscribe = store.subscribe(check);
  const timer = setInterval(tick, tickMs);
  tick();

  return {
    current: () => (recording?.isLoaded === true ? recording.journal : undefined),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    recorded: () => recorded,
    startAct: (title) => {
      const entry = actEntries(title, options.by);
      record([entry(readClock().now)]);
      const end = (actEnd: ActEnd) => {
        if (endOpenActs.delete(end)) record([entry(readClock().now, actEnd)]);
      };
      endOpenActs.add(end);
      return end;
    },
    close: async () => {
      clearInterval(timer);
      unsubscribe();
      for (const end of endOpenActs) end({ outcome: 'interrupted', detail: '' });
      if (recording?.isLoaded === true) {
        const [snapshot, clock] = [store.getState(), readClock()];
        record(entriesBetween(recording.replay.state, undefined, { ...snapshot, forwards: [] }, clock));
        record(recording.ends.take(snapshot, clock, true).map(maskTexts));
      }
      await Promise.all([...closing, recording?.journal.close()]);
    },
  };
}

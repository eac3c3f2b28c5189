import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entriesBetween } from '../../../src/session/journal/entries-between.ts';
import type { JournalEntry } from '../../../src/session/journal/entry.ts';
import { identityOf } from '../../../src/session/journal/entry-identity.ts';
import { createReplay, type JournalReplay, type JournalState } from '../../../src/session/journal/journal-state.ts';
import { jobFailures } from '../../../src/session/readings/flink-readings.ts';
import type { SessionSnapshot } from '../../../src/session/snapshot.ts';
import { createRandom } from '../../logging-config/random.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { createClusterModel } from './model/cluster-model.ts';
import type { ModelClock, Seen } from './model/model.ts';

/** To run one seed: `node --import=tsx test/session/journal/replay.test.ts 7` */
const seeds = 80;
const steps = 40;
const hourMs = 3_600_000;

const byTime = (a: JournalEntry, b: JournalEntry) => a.at - b.at;

/** Replays entries as they are read from the journal. */
function replayed(entries: readonly JournalEntry[]): JournalReplay {
  const replay = createReplay();
  for (const entry of entries.toSorted(byTime)) replay.apply(entry);
  return replay;
}

function known(state: JournalState, entries: readonly JournalEntry[]): Seen {
  const jobs = [...state.jobs].map(
    ([id, job]) => [id, { state: job.state, parallelism: new Map(job.parallelism) }] as const,
  );
  const pods = [...state.pods].map(([uid, { phase, restarts }]) => [uid, { phase, restarts }] as const);
  const levels = [...state.levels].map(([logger, { level, at }]) => [logger, `${level} ${at}`] as const);
  const textsOf = (text: (entry: JournalEntry) => readonly string[]) => new Set(entries.flatMap(text));
  return {
    jobs: new Map(jobs),
    failures: textsOf((entry) =>
      entry.kind === 'failure' ? [`${entry.job} ${entry.flinkAt ?? entry.at} ${entry.task}`] : [],
    ),
    restarts: textsOf((entry) =>
      entry.kind === 'restarts'
        ? [`${entry.job} after ${entry.from + (entry.flinkAt ?? entry.at) - entry.at}: ${entry.count}`]
        : [],
    ),
    checkpoints: textsOf((entry) => (entry.kind === 'checkpoint' ? [`${entry.job} ${entry.id} ${entry.outcome}`] : [])),
    counted: textsOf((entry) =>
      entry.kind === 'checkpoints'
        ? Array.from({ length: entry.to - entry.from + 1 }, (_, index) => `${entry.job} ${entry.from + index}`)
        : [],
    ),
    pods: new Map(pods),
    leader: state.leader,
    warnings: new Map(state.warnings),
    levels: new Map(levels),
    deployment: state.deployment && new Map(state.deployment),
    forwards: new Map(state.forwards),
    links: { ...state.links },
  };
}

/** Changes that depend on elapsed time, not only on a new snapshot. */
const isTimed = (entry: JournalEntry) =>
  (entry.kind === 'pod' && entry.phase === 'deleted') || (entry.kind === 'checkpoint' && entry.outcome === 'late');

function watchCluster(seed: number): void {
  const random = createRandom(seed);
  const clock: ModelClock = {
    now: Date.parse('2026-11-23T12:00:00Z'),
    flinkAheadMs: random.pick([0, 0, 2500, hourMs, -hourMs]),
    serverAheadMs: random.pick([0, 500, -hourMs]),
    watchingSince: Date.parse('2026-11-23T12:00:00Z'),
  };
  const cluster = createClusterModel(random, clock);
  let journal: JournalEntry[] = [];
  let replay = createReplay();
  let previous: SessionSnapshot | undefined;

  for (let step = 0; step < steps; step += 1) {
    const name = `seed ${seed}, step ${step}`;
    const record = (entries: readonly JournalEntry[]) => {
      for (const entry of entries) {
        journal.push(entry);
        replay.apply(entry);
      }
    };
    const next = cluster.next();
    const entries = entriesBetween(replay.state, random.chance(0.3) ? undefined : previous, next, clock);
    assert.deepEqual(entries.toSorted(byTime), entries, `${name}: oldest first`);
    record(entries);
    const timed = entriesBetween(replay.state, undefined, next, clock);
    assert.deepEqual(
      timed.filter((entry) => !isTimed(entry)),
      [],
      `${name}: a full check`,
    );
    record(timed);
    assert.deepEqual(entriesBetween(replay.state, undefined, next, clock), [], `${name}: again`);
    assert.deepEqual(known(replay.state, journal), cluster.seen, `${name}: known`);
    if (random.chance(0.3)) {
      assert.deepEqual(known(replayed(journal).state, journal), cluster.seen, `${name}: read from the journal`);
    }
    previous = next;
    if (random.chance(0.05)) {
      cluster.attach();
      journal = journal.filter(({ kind }) => kind !== 'forward');
      replay = replayed(journal);
      previous = undefined;
    }
  }
  const exact = journal.filter(({ isSeen }) => isSeen !== true).map(identityOf);
  assert.deepEqual(
    exact.filter((identity, index) => exact.indexOf(identity) !== index),
    [],
    `seed ${seed}: duplicates`,
  );
}

test('the journal contains what all snapshots have shown, each change once', () => {
  const [only] = process.argv.slice(2);
  if (only !== undefined) return watchCluster(Number(only));
  for (let seed = 1; seed <= seeds; seed += 1) watchCluster(seed);
});

test('a failure whose masked text differs is found once', () => {
  const failure = {
    at: 1000,
    exception: 'IOException',
    message: '',
    task: 'Source: http (api-key=hunter2) (1/1)',
    pod: undefined,
    concurrent: [],
    isFinal: false,
  };
  const job = jobOverview({ id: 'a1', name: 'orders' });
  const reading = { value: [failure], readAt: 2000, failure: undefined };
  const snapshot = sessionSnapshot({ jobs: [job], pods: [], readings: new Map([[jobFailures('a1').key, reading]]) });
  const clock = { now: 2000, serverAheadMs: 0, flinkAheadMs: 0, watchingSince: 0 };
  const replay = createReplay();
  for (const entry of entriesBetween(replay.state, undefined, snapshot, clock)) replay.apply(entry);
  assert.deepEqual(entriesBetween(replay.state, undefined, snapshot, clock), []);
});

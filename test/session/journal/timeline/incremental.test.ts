import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isChange, type JournalEntry } from '../../../../src/session/journal/entry.ts';
import { findBurst, findBursts } from '../../../../src/session/journal/timeline/bursts.ts';
import type { Gap } from '../../../../src/session/journal/timeline/gaps.ts';
import { resolveCounts } from '../../../../src/session/journal/timeline/resolve-counts.ts';
import { createShownEntries } from '../../../../src/session/journal/timeline/shown-entries.ts';
import { createTimelineFold, timelineItems } from '../../../../src/session/journal/timeline/timeline-items.ts';
import { createRandom, type Random } from '../../../logging-config/random.ts';

const minuteMs = 60_000;
const jobs = ['orders', 'clicks'] as const;

const idAt = (at: number) => Math.floor(at / 6000);

function randomEntry(random: Random, at: number): JournalEntry {
  const job = random.pick(jobs);
  const ofJob = { at, job, jobName: job };
  const kinds: readonly (() => JournalEntry)[] = [
    () => ({ kind: 'job', ...ofJob, state: random.pick(['RUNNING', 'RESTARTING', 'FAILED']) }),
    () => ({ kind: 'failure', ...ofJob, exception: 'IOException', message: `offset ${random.below(3)}` }),
    () => ({ kind: 'checkpoint', ...ofJob, id: idAt(at), outcome: random.pick(['completed', 'completed', 'failed']) }),
    () => ({ kind: 'pod', at, pod: 'tm', uid: 'tm', role: 'taskmanager', phase: random.pick(['created', 'deleted']) }),
    () => ({ kind: 'level', at, logger: 'root', level: 'DEBUG' }),
    () => ({ kind: 'leader', at, pod: 'jm', ...(random.chance(0.5) && { isFirst: true }) }),
    () => ({ kind: 'checkpoints', ...ofJob, from: idAt(at) - random.below(20), to: idAt(at) + random.below(30) }),
    () => ({ kind: 'restarts', ...ofJob, from: at - random.below(minuteMs), count: 1 + random.below(3) }),
  ];
  return random.pick(kinds)();
}

/** Adds, inserts or removes entries and gaps. Entries are in order, oldest first, and so are gaps. */
function change(random: Random, entries: readonly JournalEntry[], gaps: readonly Gap[]) {
  const last = entries.at(-1)?.at ?? 0;
  const add = (at: number) => [...entries, randomEntry(random, at)].sort((a, b) => a.at - b.at);
  const addGap = (from: number) => [...gaps, { from, until: from + 1 }].sort((a, b) => a.from - b.from);
  switch (random.below(12)) {
    case 0:
      return { entries: add(random.below(last + 1)), gaps };
    case 1:
      return { entries: entries.slice(random.below(3)), gaps };
    case 2:
      return { entries, gaps: addGap(random.below(last + minuteMs)) };
    case 3:
      return { entries, gaps: gaps.slice(0, -1) };
    case 4:
      return { entries: add(last + random.below(20 * minuteMs)), gaps };
    default:
      return { entries: add(last + random.below(minuteMs)), gaps };
  }
}

for (let seed = 1; seed <= 40; seed += 1) {
  test(`the rows and bursts after each change are those of a new timeline: seed ${seed}`, () => {
    const random = createRandom(seed);
    const fold = createTimelineFold({ entriesBetweenEnds: random.below(5) });
    const select = createShownEntries();
    let state: { entries: readonly JournalEntry[]; gaps: readonly Gap[] } = { entries: [], gaps: [] };
    for (let step = 0; step < 60; step += 1) {
      state = change(random, state.entries, state.gaps);
      const shown = select(state.entries);
      assert.deepEqual(shown, resolveCounts(state.entries.filter(isChange)));
      if (random.chance(0.2)) fold.read(shown, state.gaps, random.below(shown.length));
      fold.read(shown, state.gaps);
      assert.deepEqual(fold.rows(), timelineItems(shown, state.gaps));
    }
    const bursts = findBursts(state.entries);
    for (const entry of state.entries) {
      const expected = bursts.find(({ entries }) => entries.includes(entry));
      assert.deepEqual(findBurst(state.entries, entry), expected);
    }
  });
}

test('a new entry keeps the other rows', () => {
  const random = createRandom(1);
  const entries = Array.from({ length: 200 }, (_, index) => randomEntry(random, index * minuteMs));
  const fold = createTimelineFold();
  fold.read(entries, []);
  const before = fold.rows();
  fold.read([...entries, { kind: 'level', at: 201 * minuteMs, logger: 'new', level: 'DEBUG' }], []);
  const after = fold.rows();
  assert.equal(after.length, before.length + 1);
  assert.ok(before.some(({ kind }) => kind === 'group'));
  assert.ok(before.every((item, index) => item === after[index + 1]));
});

test('a count contains a checkpoint again that is removed', () => {
  const ofJob = { job: 'orders', jobName: 'orders' } as const;
  const count: JournalEntry = { kind: 'checkpoints', at: 1, ...ofJob, from: 3, to: 4 };
  const completed: JournalEntry = { kind: 'checkpoint', at: 2, ...ofJob, id: 4, outcome: 'completed' };
  const select = createShownEntries();
  assert.deepEqual(select([count, completed]), [{ ...count, to: 3 }, completed]);
  assert.deepEqual(select([count]), [count]);
});

// The part of `npm run bench` that measures the journal in its own process.
import { setTimeout as pause } from 'node:timers/promises';
import type { ScreenState } from '../src/screen/state/screen-state.ts';
import { burstOf, shownItems } from '../src/screen/timeline/timeline-data.ts';
import type { JournalEntry } from '../src/session/journal/entry.ts';
import { type Journal, openJournal } from '../src/session/journal/store/open-journal.ts';
import { median, percentile } from '../test/support/measure.ts';
import type { PaneMeasures } from './bench-logs.ts';

/** A stored journal. */
export type Store = Pick<Parameters<typeof openJournal>[0], 'root' | 'cluster' | 'deployment'>;

type Print = PaneMeasures['print'];

const filter = 'node-3';
const windowMs = 15_000;
/** Windows with and without entries alternate. */
const windows = 5;

/** Measures this process: reading the journal, one new entry, and ten new entries per second. */
export async function measureAppends(store: Store, print: Print): Promise<void> {
  const journal = openJournal({ ...store, by: 'bench@bench' });
  const started = performance.now();
  await journal.load();
  print('reading the journal', performance.now() - started, 'ms');
  measureRows(journal, print);
  const costs: number[] = [];
  for (let window = 0; window < windows; window += 1) {
    const idle = await measureRecording(journal, 0);
    costs.push((await measureRecording(journal, 10)) - idle);
  }
  await journal.close();
  print('CPU of recording 10 entries/s', median(costs), '% of a core', 0.5);
}

/** Adds entries one by one, each a few seconds late, and computes the rows as the screen does. */
function measureRows(journal: Journal, print: Print): void {
  for (const [label, typed] of [
    ['rows', ''],
    ['filtered rows', filter],
  ] as const) {
    const times: number[] = [];
    showRows(journal, typed);
    for (let number = 0; number < 300; number += 1) {
      journal.append([newEntry(number)]);
      const before = performance.now();
      showRows(journal, typed);
      times.push(performance.now() - before);
    }
    print(`one new entry until the ${label} are known, median`, median(times), 'ms');
    print(`one new entry until the ${label} are known, 99th percentile`, percentile(times, 0.99), 'ms');
  }
}

function showRows(journal: Journal, typed: string): void {
  const state = { journal: { entries: journal.entries(), watched: journal.watched() } } as ScreenState;
  burstOf(state, shownItems(state, typed)[0]);
}

function newEntry(number: number): JournalEntry {
  const ofJob = { job: 'a'.repeat(32), jobName: 'orders' };
  const at = Date.now() - (number % 3) * 1000;
  return number % 4 === 0
    ? { kind: 'failure', at, ...ofJob, exception: 'IOException', message: `disk ${number} is full` }
    : { kind: 'checkpoint', at, ...ofJob, id: number, outcome: 'completed', durationMs: 100, bytes: 1e6 };
}

/** Returns the CPU time of this process, in percent of a core, while it records entries. */
async function measureRecording(journal: Journal, perSecond: number): Promise<number> {
  const [before, started] = [process.cpuUsage(), performance.now()];
  for (let second = 0; second * 1000 < windowMs; second += 1) {
    journal.watchedUntil(Date.now());
    await journal.poll();
    for (let tenth = 0; tenth < 10; tenth += 1) {
      if (tenth < perSecond) journal.append([newEntry(1_000_000 + second * 10 + tenth)]);
      await pause(100);
    }
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1000 / (performance.now() - started)) * 100;
}

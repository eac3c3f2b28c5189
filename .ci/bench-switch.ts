// The part of `npm run bench` that switches among three session clusters. The screen runs in this process, so that its
// sockets, files, timers, listeners and memory can be counted.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { judgeJob } from '../src/diagnosis/judge-job.ts';
import { attachTo, clustersOf } from '../test/support/clusters.ts';
import { median } from '../test/support/measure.ts';
import { mountScreen, type TestTerminal } from '../test/support/mount-screen.ts';
import { collectGarbage, type HeldResources, heldResources } from '../test/support/resources.ts';
import type { Print } from './bench-logs.ts';

export const threeSessions = { hasMoreSessions: true } as const;
const switches = 50;
/** The first round fills caches that stay, such as compiled code. */
const warmUp = 3;
const settledMs = 10_000;

const clusters = [
  { id: 'clickstream', shows: /Click Event Count/ },
  { id: 'nightly-reports', shows: /No jobs yet/ },
  { id: 'my-first-flink-cluster', shows: /Order enrichment/ },
] as const;

/** Counts what the process holds on the first cluster, before and after 50 switches. */
export async function measureSwitching([clusterId = '', , file = '']: readonly string[], print: Print): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'flink-tui-bench-switch-'));
  const attach = attachTo(file, {
    logs: { folder: join(folder, 'logs'), keep: false },
    journal: { root: join(folder, 'journal'), bytes: 50_000_000, by: 'bench', judgeJob },
    assessJobs: true,
    readsMemory: true,
  });
  const options = { target: { clusterId }, source: { attach }, clusters: clustersOf(file) };
  const screen = mountScreen(options, { columns: 160, rows: 50 });
  try {
    await screen.sees(clusters[2].shows);
    for (let turn = 0; turn < warmUp; turn += 1) await switchTo(screen, turn);
    const before = await settled(screen);
    const times: number[] = [];
    for (let turn = 0; turn < switches + 1; turn += 1) times.push(await switchTo(screen, turn));
    const after = await settled(screen);
    print('switch to another cluster until its jobs are shown', median(times), 'ms');
    for (const name of ['sockets', 'files', 'timers', 'listeners'] as const) {
      print(`${name} after ${switches + 1} switches`, after[name], '', before[name]);
    }
    print(`heap after ${switches + 1} switches`, after.heapMiB, 'MiB', before.heapMiB);
  } finally {
    await screen.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function switchTo(screen: TestTerminal, turn: number): Promise<number> {
  const { id, shows } = clusters[turn % clusters.length] ?? clusters[0];
  const startedAt = performance.now();
  screen.keys(`:clusters ${id}\r`);
  await screen.sees(new RegExp(`^ ${id} `));
  await screen.sees(shows);
  return performance.now() - startedAt;
}

/**
 * Waits until the left clusters are closed, collects garbage and returns the lowest counts of some seconds, because requests
 * open sockets and timers for a moment. The output that the terminal keeps does not count as heap.
 */
async function settled(screen: TestTerminal): Promise<HeldResources & { readonly heapMiB: number }> {
  await pause(settledMs);
  collectGarbage();
  const heapMiB = (process.memoryUsage().heapUsed - screen.written().length * 2) / 1024 / 1024;
  let lowest = heldResources();
  for (let sample = 0; sample < 50; sample += 1) {
    await pause(100);
    const now = heldResources();
    lowest = {
      sockets: Math.min(lowest.sockets, now.sockets),
      files: Math.min(lowest.files, now.files),
      timers: Math.min(lowest.timers, now.timers),
      listeners: Math.min(lowest.listeners, now.listeners),
    };
  }
  return { ...lowest, heapMiB: Math.round(heapMiB) };
}

// The part of `npm run bench` with a journal of 100,000 entries.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectKubernetes } from '../src/kubernetes/connect.ts';
import type { Deployment } from '../src/kubernetes/objects.ts';
import { resources } from '../src/kubernetes/resource.ts';
import { deploymentFolder } from '../src/session/journal/store/journal-folder.ts';
import { createSegmentWriter } from '../src/session/journal/store/segment-writer.ts';
import { median, percentile, residentMiB } from '../test/support/measure.ts';
import { type Program, startProgram } from '../test/support/program.ts';
import { adverseEntries } from './bench-journal-entries.ts';
import { measureAppends, type Store } from './bench-journal-recorder.ts';
import type { PaneMeasures } from './bench-logs.ts';

type Size = { readonly columns: number; readonly rows: number };

const entryCount = 100_000;
const watchedEveryMs = 10_000;
/** Starts of the program, with and without the journal. */
const runs = 5;
const moves = 200;
const [up, down] = ['\x1b[A', '\x1b[B'];
const filter = 'node-3';
/** Lengths of the filter at which the number of rows changes. */
const changing = new Set([1, filter.length]);
const scenario = `${entryCount} entries`;

export async function measureJournal(target: readonly string[], size: Size, { print }: PaneMeasures): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-bench-'));
  const store = await storeEntries(join(folder, 'stored', 'flink-tui', 'journal'), target);
  const starts: Start[] = [];
  const empty: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    starts.push(await measureScreen(target, size, join(folder, 'stored'), true));
    empty.push((await measureScreen(target, size, join(folder, `empty ${run}`), false)).memory);
  }
  const medianOf = (value: (start: Start) => number) => median(starts.map(value));
  print(
    `attach until the timeline is read, ${scenario}`,
    medianOf(({ readable }) => readable),
    'ms',
  );
  print(
    `T until the timeline is shown, ${scenario}`,
    medianOf(({ opened }) => opened),
    'ms',
    100,
  );
  print(
    'first letter of the first filter until rows are shown',
    medianOf(({ first }) => first),
    'ms',
    200,
  );
  print(
    'last letter of a filter until rows are shown',
    medianOf(({ last }) => last),
    'ms',
    200,
  );
  const keys = starts.flatMap(({ keys: latencies }) => latencies);
  print('key to frame in the timeline, median', median(keys), 'ms');
  print('key to frame in the timeline, 99th percentile', percentile(keys, 0.99), 'ms', 33);
  const memory = medianOf((start) => start.memory);
  print(`memory, ${scenario}`, memory, 'MiB');
  print('memory without entries', median(empty), 'MiB');
  print('memory of the journal and the timeline', memory - median(empty), 'MiB', 50);
  await measureAppends(store, print);
  rmSync(folder, { recursive: true });
}

/** Writes the journal of the cluster as a program that watched it would have written it. */
async function storeEntries(root: string, [clusterId = '', , file = '']: readonly string[]): Promise<Store> {
  const kubernetes = await connectKubernetes({ file, env: {} });
  const { context, namespace } = kubernetes;
  const path = { resource: resources.deployments, namespace, name: clusterId };
  const deployment = (await kubernetes.get<Deployment>(path)).metadata?.uid ?? '';
  await kubernetes.close();
  const cluster = { clusterId, context, namespace };
  const facts = { writer: 'bench', ...cluster, deployment, by: 'bench@bench' };
  const entries = adverseEntries(entryCount, Date.now() - 60_000);
  let watched = entries[0]?.at ?? 0;
  const writer = createSegmentWriter(deploymentFolder(root, cluster, deployment), facts, { now: () => watched });
  for (const [index, entry] of entries.entries()) {
    for (; watched < entry.at; watched += watchedEveryMs) writer.watch(watched);
    writer.append([entry]);
    while (index % 10_000 === 0 && writer.unsaved() > 0) await pause(10);
  }
  while (writer.unsaved() > 0) await pause(10);
  await writer.close();
  return { root, cluster, deployment };
}

type Start = {
  readonly readable: number;
  readonly opened: number;
  readonly first: number;
  readonly last: number;
  readonly keys: readonly number[];
  readonly memory: number;
};

/** Attaches, and measures the timeline and the memory afterwards. Without entries, only the memory is meaningful. */
async function measureScreen(
  target: readonly string[],
  size: Size,
  state: string,
  hasEntries: boolean,
): Promise<Start> {
  const readable = hasEntries ? await measureReading(target, size, state) : 0;
  const program = startProgram(['attach', ...target], { ...size, env: { XDG_STATE_HOME: state } });
  await program.sees(/\bregistered\b/, 20_000);
  await pause(8000); // until the journal is read
  const opened = await timed(program, 'T', (screen) => isOpen(screen) && !screen.includes('Reading the journal'));
  program.press('/');
  await program.sees('\n/');
  const typing: number[] = [];
  for (let end = 1; end <= filter.length; end += 1) {
    typing.push(await measureFilter(program, filter.slice(0, end), hasEntries && changing.has(end)));
  }
  const [first = 0, last = 0] = [typing[0], typing.at(-1)];
  program.press('\x1b');
  await program.sees((screen) => !screen.includes('\n/'));
  const keys = hasEntries ? await measureMoves(program) : [];
  const memory = residentMiB(program.pid);
  await quit(program);
  return { readable, opened, first, last, keys, memory };
}

/** Opens the timeline right after the start, and waits for its rows. */
async function measureReading(target: readonly string[], size: Size, state: string): Promise<number> {
  const started = performance.now();
  const program = startProgram(['attach', ...target], { ...size, env: { XDG_STATE_HOME: state } });
  await program.sees(/\bregistered\b/, 20_000);
  program.press('T');
  await program.sees((screen) => isOpen(screen) && rowCount(screen) !== '', 60_000);
  const elapsed = performance.now() - started;
  await quit(program);
  return elapsed;
}

const isOpen = (screen: string) => screen.includes('━ Timeline ');
/** `3/49807` in the bottom edge: the row under the cursor, and the number of rows. */
const position = (screen: string) => /(\d+)\/(\d+) ━*┛/.exec(screen) ?? ['', '', ''];
const rowCount = (screen: string) => position(screen)[2];

/** Types the last letter of the filter. A changed number of rows shows that they are filtered. */
async function measureFilter(program: Program, typed: string, isChanging: boolean): Promise<number> {
  const before = rowCount(program.screen());
  const isFiltered = (screen: string) =>
    screen.includes(`\n/${typed} `) && !(isChanging && rowCount(screen) === before);
  const elapsed = await timed(program, typed.slice(-1), isFiltered);
  await pause(300);
  return elapsed;
}

/** Moves the cursor down and up, at irregular intervals. */
async function measureMoves(program: Program): Promise<readonly number[]> {
  const latencies: number[] = [];
  for (let move = 0; move < 2 * moves; move += 1) {
    const before = position(program.screen())[1];
    await pause(20 + ((move * 37) % 60));
    latencies.push(await timed(program, move < moves ? down : up, (screen) => position(screen)[1] !== before));
  }
  return latencies;
}

async function timed(program: Program, key: string, isShown: (screen: string) => boolean): Promise<number> {
  const pressed = performance.now();
  program.press(key);
  await program.sees(isShown);
  return performance.now() - pressed;
}

async function quit(program: Program): Promise<void> {
  program.press('q');
  await program.exited;
}

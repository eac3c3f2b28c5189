import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { JournalEntry } from '../../../../src/session/journal/entry.ts';
import { type Journal, type JournalOptions, openJournal } from '../../../../src/session/journal/store/open-journal.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export const cluster = { clusterId: 'orders', context: 'production', namespace: 'flink' };
export const start = Date.UTC(2026, 10, 28, 12, 44, 37);

/** `at` is in seconds after `start`. */
export function pod(name: string, at: number): JournalEntry {
  return { kind: 'pod', at: start + at * 1000, pod: name, uid: `uid-${name}`, role: 'taskmanager', phase: 'created' };
}

/** An entry without an exact time. */
export function seen(state: 'RUNNING' | 'FAILED' | 'RESTARTING', at: number): JournalEntry {
  return { kind: 'job', at: start + at * 1000, isSeen: true, job: 'a1', jobName: 'orders', state };
}

export function sleep(at: number, until: number): JournalEntry {
  return { kind: 'sleep', at: start + at * 1000, until: start + until * 1000 };
}

const opened = new WeakMap<TestContext, Journal[]>();

/** Creates a temporary folder for `journals`. It is deleted after they are closed. */
export async function temporaryRoot(test: TestContext): Promise<string> {
  const ofTest: Journal[] = [];
  opened.set(test, ofTest);
  test.after(() => Promise.all(ofTest.map((journal) => journal.close())));
  return temporaryFolder(test);
}

/** Opens journals that are closed when the test ends. All of them belong to the same cluster. */
export async function journals(test: TestContext, given: { readonly root?: string } = {}) {
  const root = given.root ?? (await temporaryRoot(test));
  const open = (options: Partial<JournalOptions> = {}): Journal => {
    const journal = openJournal({
      root,
      cluster,
      deployment: 'uid-1',
      by: 'ann@laptop',
      now: () => start,
      ...options,
      writer: { writeAfterMs: 5, retryMs: { first: 5, longest: 20 }, ...options.writer },
    });
    opened.get(test)?.push(journal);
    return journal;
  };
  return { root, open };
}

/** Returns the paths of all segments, oldest first. */
export async function segmentsIn(root: string): Promise<string[]> {
  const names = await readdir(root, { recursive: true }).catch(() => []);
  const segments = names.filter((name) => name.endsWith('.ndjson'));
  return segments.sort((a, b) => (fileName(a) < fileName(b) ? -1 : 1)).map((name) => join(root, name));
}

export async function segmentIn(root: string): Promise<string> {
  const [segment, ...others] = await segmentsIn(root);
  if (segment === undefined || others.length > 0) throw new Error(`${others.length + 1} segments`);
  return segment;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Returns the header and the entries. Throws if a line is torn. */
export async function linesOf(path: string): Promise<{ header: Record<string, unknown>; entries: JournalEntry[] }> {
  const text = await readFile(path, 'utf8');
  if (!text.endsWith('\n')) throw new Error(`torn line: ${text.slice(-100)}`);
  const [header, ...entries] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { header, entries };
}

export const podNames = (entries: readonly JournalEntry[]): string[] =>
  entries.map((entry) => (entry.kind === 'pod' ? entry.pod : entry.kind));

/** Starts a process that runs a script with `openJournal`, `cluster` and `root`. */
export function startProcess(root: string, script: string, limits = ''): ChildProcess {
  const prelude = `
    import { openJournal } from './src/session/journal/store/open-journal.ts';
    const root = ${JSON.stringify(root)};
    const cluster = ${JSON.stringify(cluster)};
    const open = (options) => openJournal({ root, cluster, deployment: 'uid-1', by: 'ann@laptop', ...options });
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  `;
  return spawn('sh', ['-c', `${limits} exec "$0" --input-type=module -e "$1"`, process.execPath, prelude + script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0', NODE_COMPILE_CACHE: '' },
  });
}

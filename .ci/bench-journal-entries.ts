// The entries of the part `journal` of `npm run bench`: a cluster of five jobs with many problems.
import { createHash } from 'node:crypto';
import type { JournalEntry } from '../src/session/journal/entry.ts';
import { createRandom, type Random } from '../test/logging-config/random.ts';

type Add = (entry: Unplaced) => void;
type Unplaced = JournalEntry extends infer Entry ? (Entry extends JournalEntry ? Omit<Entry, 'at'> : never) : never;
type Job = { readonly job: string; readonly jobName: string; checkpoint: number };
type Scene = { readonly weight: number; readonly play: (add: Add, random: Random, job: Job, number: number) => void };

/** Average time between two entries. */
const stepMs = 10_000;
const names = ['orders', 'clicks', 'payments', 'fraud-detection', 'user-sessions'];
const exceptions = ['IOException', 'TimeoutException', 'NullPointerException', 'CheckpointException'];
const byAnn = 'ann@laptop';
const hex = (text: string) => createHash('md5').update(text).digest('hex');
const uidOf = (pod: string) => hex(pod).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const podOf = (number: number) => `my-first-flink-cluster-taskmanager-1-${number}`;

const scenes: readonly Scene[] = [
  { weight: 10, play: (add, random, job) => repeat(2 + random.below(8), () => addCheckpoint(add, random, job)) },
  {
    weight: 4,
    play: (add, random, { job, jobName }, number) => {
      const pod = podOf(number);
      const ofPod = { pod, uid: uidOf(pod), role: 'taskmanager' } as const;
      const message = `The node was low on resource: memory. Container used ${number}Ki, request is 1728Mi.`;
      add({
        kind: 'warning',
        uid: uidOf(`event ${number}`),
        object: `Pod/${pod}`,
        reason: 'Evicted',
        message,
        count: 1,
      });
      add({ kind: 'pod', ...ofPod, phase: 'OOM-killed', reason: 'memory limit of 1728Mi exceeded' });
      add({ kind: 'failure', job, jobName, exception: 'TaskManagerLostException', message: `${pod} lost`, pod });
      add({ kind: 'job', job, jobName, state: 'RESTARTING' });
      const next = podOf(number + 1);
      const ofNext = { pod: next, uid: uidOf(next), role: 'taskmanager' } as const;
      add({ kind: 'pod', ...ofNext, phase: 'created', node: `node-${number % 7}` });
      add({ kind: 'pod', ...ofNext, phase: 'registered', isSeen: true });
      add({ kind: 'slots', used: 2 + random.below(8), total: 10, isSeen: true });
      add({ kind: 'job', job, jobName, state: 'RUNNING' });
    },
  },
  {
    weight: 3,
    play: (add, random, { job, jobName }, number) =>
      repeat(1 + random.below(4), () => {
        const task = `Source: ${jobName} -> Map -> Sink (${1 + random.below(8)}/8)`;
        const message = `could not write part ${number}-${random.below(1000)}: no space left on device`;
        const where = { task, pod: podOf(random.below(50)) };
        add({ kind: 'failure', job, jobName, exception: random.pick(exceptions), message, ...where });
        add({ kind: 'job', job, jobName, state: 'RESTARTING' });
        add({ kind: 'job', job, jobName, state: 'RUNNING' });
      }),
  },
  {
    weight: 4,
    play: (add, random, job) => {
      addCheckpoint(add, random, job, { outcome: 'expired', durationMs: 600_000 });
      addCheckpoint(add, random, job, { outcome: 'failed', message: `task ${random.below(100)} is not ready` });
    },
  },
  {
    weight: 2,
    play: (add, random, job) => {
      const path = `s3://savepoints/savepoint-${hex(`${job.checkpoint}`).slice(0, 12)}`;
      const id = hex(path).slice(0, 8);
      add({ kind: 'act', id, title: `Savepoint of ${job.jobName}`, by: byAnn });
      addCheckpoint(add, random, job, { isSavepoint: true, path });
      add({ kind: 'act', id, title: `Savepoint of ${job.jobName}`, by: byAnn, outcome: 'done', detail: path });
    },
  },
  {
    weight: 2,
    play: (add, random, job) => {
      const from = job.checkpoint + 1;
      job.checkpoint += 1 + random.below(20);
      add({ kind: 'checkpoints', job: job.job, jobName: job.jobName, from, to: job.checkpoint, isSeen: true });
    },
  },
  {
    weight: 2,
    play: (add, random, _, number) => {
      const pod = podOf(number % 40);
      add({ kind: 'errors', pod, uid: uidOf(pod), perMinute: 20 + random.below(900), before: random.below(3) });
      add({ kind: 'level', logger: `org.apache.flink.part${number % 20}`, level: 'DEBUG', by: byAnn });
      add({ kind: 'link', server: 'rest', isUp: false, reason: 'connection reset', isSeen: true });
      add({ kind: 'link', server: 'rest', isUp: true, isSeen: true });
    },
  },
];

function addCheckpoint(add: Add, random: Random, job: Job, part: object = {}): void {
  job.checkpoint += 1;
  const facts = { durationMs: 100 + random.below(3000), bytes: 1_000_000 + random.below(9_000_000) };
  const { job: id, jobName, checkpoint } = job;
  add({ kind: 'checkpoint', job: id, jobName, id: checkpoint, outcome: 'completed', ...facts, ...part });
}

function repeat(times: number, play: () => void): void {
  for (let time = 0; time < times; time += 1) play();
}

/** Returns entries until this time, oldest first. About half of them are rows of their own. */
export function adverseEntries(count: number, until: number): readonly JournalEntry[] {
  const random = createRandom(7);
  const jobs: readonly Job[] = names.map((jobName) => ({ job: hex(jobName), jobName, checkpoint: 0 }));
  const deck = scenes.flatMap((scene) => Array.from({ length: scene.weight }, () => scene));
  const entries: JournalEntry[] = [];
  let at = until - count * stepMs;
  const add: Add = (entry) => {
    at += 1 + random.below(2 * stepMs - 1);
    if (entries.length < count) entries.push({ ...entry, at });
  };
  for (let number = 1; entries.length < count; number += 1) {
    random.pick(deck).play(add, random, random.pick(jobs), number);
  }
  const late = (entries.at(-1)?.at ?? until) - until;
  return entries.map((entry) => ({ ...entry, at: entry.at - late }));
}

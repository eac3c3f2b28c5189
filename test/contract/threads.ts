import assert from 'node:assert/strict';
import { FlinkError } from '../../src/flink/error.ts';
import { findSubtask } from '../../src/session/threads/find-subtask.ts';
import { threadsOfTask } from '../../src/session/threads/task-threads.ts';
import { profileOf, type Sample } from '../../src/session/threads/thread-profile.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, waitOptions } from './contract.ts';
import { get, runningJob } from './read-job.ts';

/** Contracts about what the threads of tasks do. Flame graphs and the profiler are off, as by default in Flink. */
export const threadContracts: readonly Contract[] = [
  {
    name: 'a thread dump of a TaskManager has the thread of each task, and the frames down to the start of the thread',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedJob();
      const { vertices } = await flink.job(id);
      for (const { id: vertexId, name, parallelism } of vertices) {
        const [subtask] = await flink.subtasks(id, vertexId);
        const threads = await flink.threadDump(subtask?.pod ?? '');
        const { main, helpers } = threadsOfTask(threads, { vertex: name, subtask: 1, parallelism, attempt: 0 });
        assert.deepEqual(
          main.map((thread) => thread.name),
          [`${name} (1/1)#0`],
        );
        assert.match(main[0]?.state ?? '', /^(RUNNABLE|WAITING|TIMED_WAITING|BLOCKED)$/);
        assert.match(main[0]?.frames.at(-1) ?? '', /^java\.lang\.Thread\.run\(/);
        assert.ok(main[0]?.frames.some((frame) => frame.startsWith('org.apache.flink.runtime.taskmanager.Task.run(')));
        const flusher = helpers.find((thread) => thread.name.startsWith('OutputFlusher for '));
        assert.equal(flusher !== undefined, vertexId === vertices[0]?.id, `the flusher of ${name}`);
      }
      await checkStates(target, id);
    },
  },
  {
    name: 'a thread dump of the JobManager has its main threads; an unknown TaskManager is not found',
    check: async ({ flink }) => {
      const threads = await flink.jobManagerThreadDump();
      assert.ok(threads.some(({ name }) => name.startsWith('flink-pekko.actor.default-dispatcher-')));
      assert.ok(threads.some(({ frames }) => frames.some((frame) => frame.startsWith('sun.management.ThreadImpl.'))));
      await assert.rejects(flink.threadDump('no-such-taskmanager'), isKind('not-found'));
    },
  },
  {
    name: 'flame graphs and the profiler are off by default',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedJob();
      const vertexId = (await flink.job(id)).vertices[0]?.id ?? '';
      for (const type of ['full', 'on_cpu', 'off_cpu'] as const) {
        assert.deepEqual(await flink.flameGraph(id, vertexId, { type, subtask: 0 }), { state: 'disabled' });
      }
      const { body } = await get(target, `/jobs/${id}/vertices/${vertexId}/flamegraph?type=full`);
      assert.deepEqual(body, { endTimestamp: -2 });
      const options = await flink.jobManagerConfig();
      assert.equal(options.get('rest.flamegraph.enabled'), undefined);
      const pod = (await flink.subtasks(id, vertexId))[0]?.pod ?? '';
      const isMissing = (error: unknown) => isKind('not-found')(error) && (error as FlinkError).status === 404;
      await assert.rejects(flink.profilerRuns(pod), isMissing);
      await assert.rejects(flink.startProfiler(pod, { mode: 'CPU', seconds: 1 }), isMissing);
    },
  },
  {
    name: 'a subtask that waits for each record is busy, gets as few records as the others, and waits in the code of the job',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target, await target.submitTrouble('blocked'));
      const vertex = (await flink.job(id)).vertices[1];
      assert.ok(vertex !== undefined);
      let seen = {};
      const isBlocked = async () => {
        const [busy, rates] = await Promise.all([
          flink.subtaskBusyTimes(id, vertex.id, 2),
          flink.subtaskRecordRates(id, vertex.id, 2),
        ]);
        seen = { busy, rates };
        const isUneven = (busy[0] ?? 0) >= 800 && (busy[1] ?? 1000) <= 200;
        return isUneven && (rates[0] ?? 0) > 0 && (rates[1] ?? 0) > 0 && (rates[0] ?? 0) < 2 * (rates[1] ?? 0);
      };
      await eventually('a blocked subtask', isBlocked, { ...waitOptions, state: () => JSON.stringify(seen) });

      const { found } = await findSubtask(flink, id, vertex, undefined, AbortSignal.timeout(10_000));
      const failures = async () => JSON.stringify(await flink.exceptions(id));
      assert.deepEqual([found?.subtask, found?.attempt], [1, 0], found?.attempt === 0 ? undefined : await failures());
      const task = { vertex: vertex.name, subtask: 1, parallelism: 2, attempt: 0 };
      const samples: Sample[] = [];
      for (let dump = 0; dump < 10; dump += 1) {
        samples.push(threadsOfTask(await flink.threadDump(found?.pod ?? ''), task));
      }
      const { rows, isAmbiguous } = profileOf(samples, 'unknown');
      assert.deepEqual([rows[0]?.kind, rows[0]?.method, isAmbiguous], ['user', 'Thread.sleep', false]);
      assert.match(rows[0]?.what ?? '', /Store\.fetch$/);
      assert.ok((rows[0]?.percent ?? 0) >= 90, JSON.stringify(rows.map(({ percent, what }) => [percent, what])));
      await flink.cancel(id);
    },
  },
  {
    name: 'the record rates of subtasks are metrics, those of a source by its output',
    check: async (target) => {
      const { flink } = target;
      const id = await target.sharedJob();
      const [source, sink] = (await flink.job(id)).vertices.map((vertex) => vertex.id);
      const ratesOf = (vertexId: string | undefined) => flink.subtaskRecordRates(id, vertexId ?? '', 1);
      const measured = async () => {
        const [[out], [incoming]] = await Promise.all([ratesOf(source), ratesOf(sink)]);
        return (out ?? 0) > 0 && (incoming ?? 0) > 0;
      };
      await eventually('record rates', measured, waitOptions);
    },
  },
];

const isKind = (kind: FlinkError['kind']) => (error: unknown) => error instanceof FlinkError && error.kind === kind;

/** Checks the text of a thread, which the client parses. */
async function checkStates(target: ContractTarget, id: string): Promise<void> {
  const [vertex] = (await target.flink.job(id)).vertices;
  const [subtask] = await target.flink.subtasks(id, vertex?.id ?? '');
  const { body } = await get(target, `/taskmanagers/${subtask?.pod}/thread-dump`);
  assert.deepEqual(Object.keys(body), ['threadInfos']);
  for (const thread of body.threadInfos) {
    assert.deepEqual(Object.keys(thread), ['threadName', 'stringifiedThreadInfo']);
    const { threadName, stringifiedThreadInfo: text } = thread;
    assert.ok(text.startsWith(`"${threadName}" Id=`), text);
    assert.match(
      text.split('\n')[0],
      /" Id=\d+ (NEW|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING)( on \S+)?( owned by ".*" Id=-?\d+)?( \(in native\))?$/,
    );
    assert.ok(text.endsWith('\n\n'));
  }
  const task = body.threadInfos.find(
    (thread: { threadName: string }) => thread.threadName === `${vertex?.name} (1/1)#0`,
  );
  assert.match(
    task.stringifiedThreadInfo,
    /\n\tat app\/\/org\.apache\.flink\..*\n\tat java\.base@[\d.]+\/java\.lang\.Thread\.run\(/s,
  );
}

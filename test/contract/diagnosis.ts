import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { type Contract, waitOptions } from './contract.ts';
import {
  checkCancelledSubtasks,
  checkCompletedCheckpoint,
  checkConfiguration,
  checkMetricIds,
  checkNotFound,
  checkRunningSubtasks,
} from './healthy-job.ts';
import { checkProcessMetrics } from './process-metrics.ts';
import { checkpointsOf, runningJob } from './read-job.ts';
import {
  branchShares,
  checkEdgesAndSubtasks,
  checkPlan,
  checkSlowMetrics,
  isSlow,
  type MeasuredBranches,
  measureBranches,
} from './slow-job.ts';

/** Contracts about the endpoints that show why a job is slow or fails. */
export const diagnosisContracts: readonly Contract[] = [
  {
    name: 'a healthy job has subtasks with counters, checkpoints with a part of every subtask, and a configuration',
    check: async (target) => {
      const id = await target.sharedJob();
      await checkConfiguration(target, id);
      await checkRunningSubtasks(target, id);
      await checkCompletedCheckpoint(target, id);
      await checkMetricIds(target, id);
      await checkProcessMetrics(target, id);
      await checkNotFound(target, id);
      await target.flink.cancel(id);
      await checkCancelledSubtasks(target, id);
    },
  },
  {
    name: 'the back-pressure of a slow vertex behind one of two branches shows in counters, metrics and the plan',
    check: async (target) => {
      const id = await runningJob(target, await target.submitTrouble('slow-sink'));
      const branches = await checkPlan(target, id);
      let measured: MeasuredBranches | undefined;
      let shares = {};
      const shows = async () => {
        measured = await measureBranches(target, id, branches, measured);
        shares = await branchShares(target, id, measured, branches);
        return isSlow(shares);
      };
      const state = () => JSON.stringify(shares);
      await eventually('a busy vertex behind a back-pressured one', shows, { ...waitOptions, state });
      await checkEdgesAndSubtasks(target, id, branches);
      await checkSlowMetrics(target, id, branches.slow);
      await target.flink.cancel(id);
    },
  },
  {
    name: 'an expired checkpoint shows which subtask has not acknowledged it',
    check: async (target) => {
      const { flink } = target;
      const id = await runningJob(target, await target.submitTrouble('expiring-checkpoints'));
      const [source, stuck] = (await flink.job(id)).vertices.map((vertex) => vertex.id);
      const config = await flink.checkpointConfig(id);
      assert.deepEqual([config?.intervalMs, config?.timeoutMs, config?.tolerableFailures], [5000, 10_000, 1000]);
      const failed = async () => (await checkpointsOf(target, id)).latestFailed;
      const { id: checkpointId, failedAt, message } = await eventually('an expired checkpoint', failed, waitOptions);
      assert.equal(message, 'Checkpoint expired before completing.');

      const detail = await flink.checkpointDetail(id, checkpointId);
      assert.deepEqual([detail.status, detail.message, detail.endedAt], ['failed', message, failedAt]);
      assert.equal(detail.durationMs, failedAt - detail.triggeredAt);
      assert.deepEqual([detail.acknowledgedSubtasks, detail.subtasks], [3, 4]);
      const acknowledged = (vertexId: string | undefined) =>
        detail.vertices.find((vertex) => vertex.id === vertexId)?.acknowledgedSubtasks;
      assert.deepEqual([acknowledged(source), acknowledged(stuck)], [2, 1]);
      const subtasks = await flink.checkpointSubtasks(id, checkpointId, stuck ?? '');
      assert.deepEqual(subtasks[0], { state: 'pending', index: 0 });
      assert.equal(subtasks[1]?.state, 'acknowledged');

      // The next checkpoint waits for the same subtask.
      const waiting = async () => {
        const { history } = await checkpointsOf(target, id);
        const running = history.find(({ status }) => status === 'in-progress');
        const read = running && (await flink.checkpointDetail(id, running.id));
        return read?.acknowledgedSubtasks === 3 ? read : undefined;
      };
      const current = await eventually('a checkpoint that waits for one subtask', waiting, waitOptions);
      assert.deepEqual([current.status, current.endedAt, current.message], ['in-progress', undefined, undefined]);
      await flink.cancel(id);
    },
  },
];

import assert from 'node:assert/strict';
import type { Checkpoints } from '../../src/flink/responses.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import { eventually } from '../support/eventually.ts';
import { type ContractTarget, waitOptions } from './contract.ts';

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export async function checkpointsOf(
  { flink }: ContractTarget,
  id: string,
): Promise<Extract<Checkpoints, { enabled: true }>> {
  const checkpoints = await flink.checkpoints(id);
  assert.ok(checkpoints.enabled);
  return checkpoints;
}

/** Reads a response of Flink as it is. */
export async function get({ kubernetes, namespace, clusterId }: ContractTarget, path: string) {
  const response = await kubernetes.serviceProxy({ namespace, service: `${clusterId}-rest`, port: 8081, path });
  // biome-ignore lint/suspicious/noExplicitAny: the assertions check the JSON body
  return { status: response.status, body: JSON.parse(response.body) as any };
}

/** Returns a function that submits the job in its first call, and then waits until the job runs. */
export function shareJob(submit: () => Promise<string>): (flink: FlinkRest) => Promise<string> {
  let submitted: Promise<string> | undefined;
  return async (flink) => {
    submitted ??= submit();
    return runningJob({ flink }, await submitted);
  };
}

export async function runningJob({ flink }: Pick<ContractTarget, 'flink'>, id: string): Promise<string> {
  const areRunning = async () => {
    const job = (await flink.jobs()).find((candidate) => candidate.id === id);
    return job && job.tasks.total > 0 && job.tasks.running === job.tasks.total;
  };
  await eventually('all tasks to run', areRunning, waitOptions);
  return id;
}

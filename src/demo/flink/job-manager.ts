import type { DemoObject } from '../contracts.ts';
import type { SavepointOutcome } from './jobs/checkpoint-coordinator.ts';
import type { Job, JobSpec } from './jobs/job.ts';
import { isTerminal } from './jobs/job.ts';
import { type JobRunner, runJob } from './jobs/job-runner.ts';
import { loggers } from './jobs/loggers.ts';
import type { Console } from './logs/container-log.ts';
import type { Node } from './node.ts';
import { randomHex } from './random.ts';
import { type ClusterSettings, checkpointDirectory } from './settings.ts';
import { createTaskManagers, type TaskManagers } from './task-managers.ts';
import type { World } from './world.ts';

/** A requested savepoint. `outcome` is undefined while the savepoint is in progress. */
export type SavepointOperation = { outcome: SavepointOutcome | undefined };

/** The leading JobManager with its dispatcher, ResourceManager and jobs. */
export type JobManager = {
  readonly taskManagers: TaskManagers;
  readonly jobs: () => readonly Job[];
  readonly job: (id: string) => JobRunner | undefined;
  readonly submit: (spec: JobSpec) => string;
  /** Starts a savepoint. A repeated trigger id has no effect. */
  readonly savepoint: (
    jobId: string,
    triggerId: string,
    request: { readonly directory: string; readonly format: 'CANONICAL' | 'NATIVE'; readonly isStop: boolean },
  ) => void;
  readonly savepointOperation: (jobId: string, triggerId: string) => SavepointOperation | undefined;
  readonly stop: () => void;
};

export function createJobManager(options: {
  readonly settings: ClusterSettings;
  readonly world: World;
  readonly node: Node;
  readonly console: Console;
  readonly deployment: DemoObject;
  /** Unfinished jobs of the previous leader; empty without high availability. */
  readonly recoverableJobs: readonly Job[];
  readonly initialTaskManagers: number;
  readonly onCheckpoint: (job: Job) => void;
  readonly onTerminal: (job: Job) => void;
}): JobManager {
  const { settings, world, console } = options;
  const runners = new Map<string, JobRunner>();
  const operations = new Map<string, SavepointOperation>();

  const taskManagers = createTaskManagers({
    ...options,
    onLost: (jobIds, thrown) => {
      for (const id of jobIds) runners.get(id)?.loseSlots(thrown);
    },
  });

  function start(id: string, spec: JobSpec, restoreFrom?: Job): void {
    const runner = runJob({
      id,
      spec,
      clock: world.clock,
      console,
      taskManagers,
      checkpointDirectory: settings.hasSavepointDirectory ? checkpointDirectory : undefined,
      restoreFrom,
      onCheckpoint: options.onCheckpoint,
      onTerminal: options.onTerminal,
    });
    runners.set(id, runner);
  }

  for (const job of options.recoverableJobs) {
    console.write('INFO', loggers.sessionDispatcher, `Trying to recover job with job id ${job.id}.`);
    start(job.id, job.spec, job);
  }
  const recovered = `Successfully recovered ${options.recoverableJobs.length} persisted job graphs.`;
  console.write('INFO', loggers.sessionDispatcher, recovered);

  return {
    taskManagers,
    jobs: () => [...runners.values()].map(({ job }) => job),
    job: (id) => runners.get(id),
    submit: (spec) => {
      const id = randomHex(32);
      start(id, spec);
      return id;
    },
    savepoint: (jobId, triggerId, request) => {
      const key = `${jobId}/${triggerId}`;
      if (operations.has(key)) return;
      const operation: SavepointOperation = { outcome: undefined };
      operations.set(key, operation);
      const runner = runners.get(jobId);
      if (!runner || isTerminal(runner.job)) {
        operation.outcome = { ok: false, thrown: jobNotFound(jobId) };
        return;
      }
      runner.checkpoints.savepoint({
        ...request,
        onDone: (outcome) => {
          operation.outcome = outcome;
          if (outcome.ok && request.isStop) runner.finish();
        },
      });
    },
    savepointOperation: (jobId, triggerId) => operations.get(`${jobId}/${triggerId}`),
    stop: () => {
      for (const runner of runners.values()) runner.suspend();
      taskManagers.close();
    },
  };
}

export const jobNotFound = (jobId: string) => ({
  className: 'org.apache.flink.runtime.messages.FlinkJobNotFoundException',
  message: `Could not find Flink job (${jobId})`,
  frames: ['org.apache.flink.runtime.dispatcher.Dispatcher.getJobMasterGateway(Dispatcher.java:2432)'],
});

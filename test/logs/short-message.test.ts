import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortMessage } from '../../src/logs/events/short-message.ts';

const job = '47ed771b20ef1267dca7371821bdc5ae';
const slot = 'a097ca45245dfd18c170852d4b17b86a';
const attempt = 'b5227b0c569f6fdc68a5e8389318442f_cbc357ccb763df2852fee8c4fc7d55f2_0_3';
const task = 'Source: numbers (a, b) -> Map (1/2)';
const profile = 'ResourceProfile{cpuCores=1, taskHeapMemory=384.000mb (402653174 bytes), managedMemory=0 bytes}';

/** Messages of Flink 1.20 and 2.x, and their short forms. */
const messages: readonly (readonly [logger: string, message: string, short: string | undefined])[] = [
  [
    'checkpoint.CheckpointCoordinator',
    `Triggering checkpoint 175 (type=CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}) @ 1795834753000 for job ${job}.`,
    `Triggering checkpoint 175 · job ${job}`,
  ],
  [
    'checkpoint.CheckpointCoordinator',
    `Triggering checkpoint 176 (type=SavepointType{name='Suspend Savepoint', postCheckpointAction=SUSPEND, formatType=CANONICAL}) @ 1795834753000 for job ${job}.`,
    `Triggering suspend savepoint 176 · job ${job}`,
  ],
  [
    'checkpoint.CheckpointCoordinator',
    `Completed checkpoint 175 for job ${job} (48088726 bytes, checkpointDuration=371 ms, finalizationTime=1 ms).`,
    `Completed checkpoint 175 (45.9 MiB, 371 ms) · job ${job}`,
  ],
  [
    'checkpoint.CheckpointCoordinator',
    `Completed checkpoint 175 for job ${job} (2183 bytes, checkpointDuration=84210 ms, finalizationTime=2500 ms).`,
    `Completed checkpoint 175 (2.1 KiB, 1m24s, finalized in 2500 ms) · job ${job}`,
  ],
  [
    'executiongraph.ExecutionGraph',
    `${task} (${attempt}) switched from DEPLOYING to INITIALIZING.`,
    `DEPLOYING → INITIALIZING · ${task}#3`,
  ],
  [
    'executiongraph.ExecutionGraph',
    `${task} (${attempt}) switched from RUNNING to FAILED on demo-taskmanager-1-1 @ 10.0.0.7 (dataPort=41027).`,
    `RUNNING → FAILED · ${task}#3 on demo-taskmanager-1-1 @ 10.0.0.7 (dataPort=41027)`,
  ],
  [
    'taskmanager.Task',
    `${task}#3 (${attempt}) switched from RUNNING to FAILED with failure cause: java.io.IOException: Disk full`,
    `RUNNING → FAILED · ${task}#3 with failure cause: java.io.IOException: Disk full`,
  ],
  [
    'executiongraph.ExecutionGraph',
    `Job Order (new) enrichment (${job}) switched from state RUNNING to RESTARTING.`,
    `RUNNING → RESTARTING · job Order (new) enrichment (${job})`,
  ],
  [
    'executiongraph.ExecutionGraph',
    `Deploying ${task} (attempt #3) with attempt id ${attempt} and vertex id cbc357ccb763df2852fee8c4fc7d55f2_0 to demo-taskmanager-1-1 @ 10.0.0.7 (dataPort=41027) with allocation id ${slot}`,
    `Deploying ${task}#3 to demo-taskmanager-1-1`,
  ],
  [
    'taskexecutor.TaskExecutor',
    `Received task ${task}#3 (${attempt}), deploy into slot with allocation id ${slot}.`,
    `Received task ${task}#3, deploy into slot with allocation id ${slot}.`,
  ],
  [
    'taskexecutor.TaskExecutor',
    `Un-registering task and sending final execution state FINISHED to JobManager for task ${task}#3 ${attempt}.`,
    `Un-registering task and sending final execution state FINISHED to JobManager for task ${task}#3.`,
  ],
  [
    'taskexecutor.TaskExecutor',
    `Receive slot request ${slot} for job ${job} from resource manager with leader id 00000000000000000000000000000000.`,
    `Receive slot request ${slot} · job ${job}`,
  ],
  [
    'taskexecutor.slot.TaskSlotTableImpl',
    `Allocated slot for ${slot} with resources ${profile}.`,
    `Allocated slot for ${slot}`,
  ],
  [
    'taskexecutor.slot.TaskSlotTableImpl',
    `Free slot TaskSlot(index:1, state:ACTIVE, resource profile: ${profile}, allocationId: ${slot}, jobId: ${job}).`,
    `Free slot 1 (ACTIVE, ${slot}) · job ${job}`,
  ],
  [
    'resourcemanager.slotmanager.FineGrainedSlotManager',
    `Received resource requirements from job ${job}: [ResourceRequirement{resourceProfile=ResourceProfile{UNKNOWN}, numberOfRequiredSlots=2}]`,
    `Received resource requirements: 2 slots · job ${job}`,
  ],
  [
    'resourcemanager.slotmanager.DefaultSlotStatusSyncer',
    `Starting allocation of slot ${slot} from demo-taskmanager-1-1 for job ${job} with resource profile ${profile}.`,
    `Starting allocation of slot ${slot} from demo-taskmanager-1-1 · job ${job}`,
  ],
  [
    'resourcemanager.active.ActiveResourceManager',
    'Requesting new worker with resource spec WorkerResourceSpec {cpuCores=0.4, taskHeapSize=256.000mb (268435456 bytes), numSlots=2}, current pending count: 1.',
    'Requesting new worker (CPU 0.4, slots 2), current pending count: 1.',
  ],
  ['executiongraph.ExecutionGraph', `Created execution graph ${slot} for job ${job}.`, undefined],
  ['taskmanager.Task', `Triggering checkpoint 1 (type=CHECKPOINT) @ 1 for job ${job}.`, undefined],
];

for (const [logger, message, short] of messages) {
  test(`${short === undefined ? 'keeps' : 'shortens'} ${message.slice(0, 60)}`, () => {
    assert.equal(shortMessage(`org.apache.flink.runtime.${logger}`, message), short);
  });
}

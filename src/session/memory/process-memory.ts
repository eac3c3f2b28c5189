import type { JobRow } from '../readings/join-jobs.ts';
import type { PodRow } from '../snapshot.ts';
import type { ContainerUsage } from './container-usage.ts';
import { isMeasured, type JvmMemory } from './jvm-memory.ts';
import { taskManagerModel } from './memory-model.ts';
import { withLevel } from './metaspace-per-job.ts';
import { jvmColumnCount, type PodMemory } from './pod-memory.ts';
import { emptySeries, withSample } from './series.ts';

/** A process and what is needed to judge its next sample. */
export type Process = {
  readonly memory: PodMemory;
  readonly restarts: number;
  /** Used slots of the TaskManager, and when their number last changed, epoch ms. */
  readonly usedSlots: number | undefined;
  readonly slotsChangedAt: number | undefined;
  /** Number of jobs that have ended in this process since it is watched, and when the latest ones have, epoch ms. */
  readonly finishedJobs: number;
  readonly finishedAt: readonly number[];
  /** Collections at the last sample. */
  readonly gcCount: number | undefined;
};

const nothing = {
  usage: undefined,
  usageAt: undefined,
  jvm: undefined,
  jvmAt: undefined,
  usages: emptySeries(1),
  jvms: emptySeries(jvmColumnCount),
  heapLows: emptySeries(1),
  jobLevels: new Map<number, number>(),
  endedAt: undefined,
} as const;

const noJobs = { finishedJobs: 0, finishedAt: [] } as const;

export function newProcess({ uid, name, role, memoryLimit, restarts }: PodRow): Process {
  const memory: PodMemory = { uid, name, role, limit: memoryLimit, model: undefined, ...nothing };
  return { memory, restarts, usedSlots: undefined, slotsChangedAt: undefined, ...noJobs, gcCount: undefined };
}

/** Applies the row of a pod: its limit, Flink's model, and its end. A restarted container starts anew. */
export function withRow(process: Process, row: PodRow, now: number): Process {
  const { memory } = process;
  if (memory.endedAt !== undefined) return process;
  if (row.restarts > process.restarts) return withRow(newProcess(row), row, now);
  const { taskManager } = row;
  const model = taskManager?.memory === undefined ? memory.model : taskManagerModel(taskManager.memory);
  const limit = row.memoryLimit ?? memory.limit;
  const endedAt = hasEnded(row) ? now : undefined;
  const isSame = model === memory.model && limit === memory.limit && endedAt === undefined;
  return { ...process, ...slotsOf(process, row, now), memory: isSame ? memory : { ...memory, model, limit, endedAt } };
}

/** A pod that was created this lately has taken its first slots just now. */
const newMs = 60_000;

function slotsOf(process: Process, { taskManager, createdAt }: PodRow, now: number) {
  const { usedSlots, slotsChangedAt } = process;
  if (taskManager === undefined) return { usedSlots, slotsChangedAt };
  const used = taskManager.slots - taskManager.freeSlots;
  const isChanged = usedSlots === undefined ? used > 0 && now - createdAt < newMs : used !== usedSlots;
  return { usedSlots: used, slotsChangedAt: isChanged ? now : slotsChangedAt };
}

/** The container of a JobManager restarts, so that only the end of its pod ends the process. */
const hasEnded = ({ goneAt, role, status }: PodRow): boolean =>
  goneAt !== undefined || (role === 'taskmanager' && (status === 'OOM-killed' || status === 'failed'));

/** Two usages that are closer together are the same one: the metrics server's clock is known to a second. */
const clockErrorMs = 2000;

export function withUsage(process: Process, usage: ContainerUsage | undefined): Process {
  const { memory } = process;
  if (usage === undefined || usage.at < (memory.usageAt ?? 0) + clockErrorMs) return process;
  const usages = withSample(memory.usages, usage.at, [usage.bytes]);
  return { ...process, memory: { ...memory, usage: usage.bytes, usageAt: usage.at, usages } };
}

/** A displayed process is read by its view and by the sweep. One of both is enough for its history. */
const sameReadingMs = 5000;

export function withJvm(process: Process, jvm: JvmMemory | undefined, readAt: number | undefined): Process {
  const { memory, gcCount } = process;
  if (jvm === undefined || readAt === undefined || !isMeasured(jvm)) return process;
  if (readAt < (memory.jvmAt ?? 0) + sameReadingMs) return process;
  const { heapUsed, metaspaceUsed, directUsed, gcMsPerSecond } = jvm;
  const isCollected = jvm.gcCount !== undefined && gcCount !== undefined && jvm.gcCount > gcCount;
  return {
    ...process,
    gcCount: jvm.gcCount,
    memory: {
      ...memory,
      jvm,
      jvmAt: readAt,
      jvms: withSample(memory.jvms, readAt, [heapUsed, metaspaceUsed, directUsed, gcMsPerSecond]),
      heapLows: isCollected ? withSample(memory.heapLows, readAt, [heapUsed]) : memory.heapLows,
      jobLevels:
        metaspaceUsed === undefined
          ? memory.jobLevels
          : withLevel(memory.jobLevels, finishedBefore(process, readAt - metricsLateMs), metaspaceUsed),
    },
  };
}

/**
 * Flink serves the metrics that it fetched last, and fetches again at most every ten seconds: two such intervals may have
 * passed. Otherwise, the metaspace before a job would count as the one after it.
 */
const metricsLateMs = 20_000;

function finishedBefore({ finishedJobs, finishedAt }: Process, time: number): number {
  return finishedJobs - finishedAt.filter((at) => at > time).length;
}

/** Time by which the start of a job and the use of a slot are seen late. */
const seenLateMs = 15_000;

/**
 * Counts the ended jobs that ran in this process: all in a JobManager or in the only TaskManager, otherwise those during
 * which a slot was taken or freed.
 */
export function finishJobs(process: Process, jobs: readonly JobRow[], isOnly: boolean, now: number): Process {
  const { role } = process.memory;
  const ran = jobs.filter(({ startTime, endTime = startTime }) => {
    const startedAt = now - (endTime - startTime) - seenLateMs;
    return role === 'jobmanager' || isOnly || (process.slotsChangedAt ?? 0) >= startedAt;
  });
  if (ran.length === 0) return process;
  const recent = process.finishedAt.filter((at) => at > now - 2 * metricsLateMs);
  return {
    ...process,
    finishedJobs: process.finishedJobs + ran.length,
    finishedAt: [...recent, ...ran.map(() => now)],
  };
}

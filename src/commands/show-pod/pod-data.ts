import type { ContainerUsage } from '../../session/memory/container-usage.ts';
import { usageGap } from '../../session/memory/container-usage.ts';
import { podConditions } from '../../session/pods/detail/pod-conditions.ts';
import { type ContainerDetail, podContainers, type RunEnd } from '../../session/pods/detail/pod-containers.ts';
import { eventsOf } from '../../session/pods/detail/pod-sections.ts';
import { jobsOnPod } from '../../session/pods/detail/pod-tasks.ts';
import { shownPodObject } from '../../session/pods/detail/pod-yaml.ts';
import { explainExit } from '../../session/pods/exit-code.ts';
import { isoTime, utcTime } from '../../text/utc-time.ts';
import type { ReadPod } from './read-pod.ts';

/** A pod as JSON. Whatever is unknown is null, never 0. */
export function podData({ row, pod, snapshot, eventsError }: ReadPod): unknown {
  const { name, uid, role, status, reason, restarts, createdAt, node, ip, taskManager, memoryLimit } = row;
  const usages = snapshot.memory.usages?.get(name);
  const { usage } = snapshot.memory;
  const containers = pod === undefined ? [] : podContainers(pod);
  return {
    ...{ name, uid, role, status, reason, restarts },
    ready: `${containers.filter(({ isReady, kind }) => isReady && kind !== 'init').length}/${containers.filter(({ kind }) => kind !== 'init').length}`,
    createdAt: utcTime(createdAt),
    node: node ?? null,
    ip: ip ?? null,
    slots: taskManager?.slots ?? null,
    freeSlots: taskManager?.freeSlots ?? null,
    qosClass: pod?.status?.qosClass ?? null,
    serviceAccount: pod?.spec?.serviceAccountName ?? null,
    conditions: (pod === undefined ? [] : podConditions(pod)).map(({ type, text, reason: why, isProblem, since }) => ({
      type,
      text,
      reason: why ?? null,
      isProblem,
      since: timeOrNull(since),
    })),
    containers: containers.map((container) => containerData(container, usages)),
    memory: { usage: usages?.bytes ?? null, limit: memoryLimit ?? null },
    containerUsage: { state: usage.state, reason: usageGap(usage) ?? null },
    jobs:
      jobsOnPod(snapshot, name)?.map(({ job: { id, name: jobName, state }, vertices }) => ({
        ...{ id, name: jobName, state },
        vertices: vertices ?? null,
      })) ?? null,
    events: eventsError !== undefined ? null : eventsOf(snapshot.events, row).map(eventData),
    object: pod === undefined ? null : shownPodObject(pod),
  };
}

function containerData(container: ContainerDetail, usages: ContainerUsage | undefined): unknown {
  const { name, kind, image, state, isReady, restarts, lastEnd, cpu, memory } = container;
  const used = usages?.containers?.get(name);
  const amount = (range: ContainerDetail['cpu'], value: number | undefined) => ({
    request: range.request ?? null,
    limit: range.limit ?? null,
    used: value ?? null,
  });
  return {
    ...{ name, kind, image: image ?? null, state: state.kind },
    since: state.kind === 'running' ? timeOrNull(state.since) : null,
    reason: state.kind === 'waiting' || state.kind === 'ended' ? (state.reason ?? null) : null,
    ready: isReady,
    restarts,
    end: state.kind === 'ended' ? endData(state) : null,
    lastEnd: lastEnd === undefined ? null : endData(lastEnd),
    cpu: amount(cpu, used?.cores),
    memory: amount(memory, used?.bytes),
  };
}

const endData = ({ exitCode, reason, message, startedAt, at }: RunEnd): unknown => ({
  exitCode,
  meaning: explainExit(exitCode),
  reason: reason ?? null,
  message: message ?? null,
  startedAt: timeOrNull(startedAt),
  at: timeOrNull(at),
});

const eventData = ({ at, firstAt, count, type, reason, message }: ReturnType<typeof eventsOf>[number]): unknown => ({
  at: isoTime(at),
  firstAt: isoTime(firstAt),
  ...{ count, type, reason, message },
});

const timeOrNull = (at: number | undefined): string | null => (at === undefined ? null : isoTime(at));

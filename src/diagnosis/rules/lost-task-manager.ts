import type { FailureEntry, JournalEntry } from '../../session/journal/entry.ts';
import { memoryOfEntry } from '../../session/memory/journal-memory.ts';
import { lastUsageText } from '../../session/memory/last-usage.ts';
import { type PodMemory, partsOf } from '../../session/memory/pod-memory.ts';
import { fullHeap } from '../../session/memory/risks.ts';
import { inMebibytes, usedOf } from '../../session/memory/size-texts.ts';
import { formatDuration } from '../../text/duration.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { utcClock } from '../../text/utc-time.ts';
import type { ClusterEvidence } from '../evidence.ts';
import { lostTaskManagerIn } from '../lost-message.ts';
import type { ClusterRule } from '../rule.ts';

const recentMs = 15 * 60_000;
const maxLost = 3;
/** Flink notices a lost TaskManager at the latest after its heartbeat timeout (50 s). */
const afterMs = 60_000;

type Lost = { readonly pod: string; readonly at: number; readonly how: string; readonly reason: string | undefined };

/** A TaskManager that Flink had not released is gone: killed, failed, evicted or deleted. */
export const lostTaskManager: ClusterRule = {
  name: 'lost-task-manager',
  assess: (evidence) => {
    const { now, snapshot, entries = [] } = evidence;
    const lost = lostPods(evidence)
      .filter(({ at }) => now - at < recentMs)
      .sort((a, b) => b.at - a.at);
    return lost.slice(0, maxLost).map(({ pod, at, how, reason }) => {
      const hit = entries.filter((entry) => isHit(entry, pod, at));
      const ended = hit.filter(({ isFinal }) => isFinal === true);
      const effects = [
        namesOf(ended, 'failed'),
        namesOf(
          hit.filter(({ job }) => ended.every((final) => final.job !== job)),
          'restarted',
        ),
      ].filter((effect) => effect !== '');
      const affects = [...new Set(hit.map(({ job }) => job))];
      const name = shortPodName(pod, snapshot.clusterId);
      const ago = formatDuration(now - at);
      const effect = effects.length === 0 ? '' : `: ${effects.join('; ')}`;
      const isOom = how === 'OOM-killed';
      const last = lastMemory(evidence, pod);
      const size = isOom && last !== undefined ? sizeOf(last) : '';
      const heap = isOom ? undefined : heapText(last, hit);
      return {
        severity: hit.length > 0 || isOom ? ('critical' as const) : ('warning' as const),
        text: `TaskManager ${name} was ${howText(how, reason)}${size} ${ago} ago${heap ?? causeText(reason)}${effect}`,
        since: at,
        affects,
        evidence: [
          `${utcClock(at, now)} ${reason ?? how}`,
          ...memoryFacts(last),
          ...hit.slice(0, maxLost).map(({ jobName, message }) => `${jobName} failed: ${message}`),
        ],
        next: [
          { text: 'Read its last lines', command: `logs ${pod}` },
          ...(last === undefined ? [] : [{ text: 'Show its last memory', command: `memory ${pod}` }]),
          ...(isOom ? [{ text: 'Give TaskManagers more memory (taskmanager.memory.process.size)' }] : []),
          ...(heap === undefined ? [] : [{ text: 'Give TaskManagers more heap (taskmanager.memory.task.heap.size)' }]),
          ...(isOom || heap !== undefined
            ? []
            : [{ text: 'See what happened before', command: `timeline --pod ${pod}` }]),
        ],
        pod,
      };
    });
  },
};

/** `orders, payments restarted`; empty without jobs */
function namesOf(failures: readonly FailureEntry[], what: string): string {
  const names = new Set(failures.map(({ jobName }) => jobName));
  return names.size === 0 ? '' : `${[...names].join(', ')} ${what}`;
}

/** Returns the last memory of a pod: of its row, or of the journal. */
function lastMemory({ snapshot, entries = [] }: ClusterEvidence, pod: string): PodMemory | undefined {
  const known = [...snapshot.memory.pods.values()].findLast(
    ({ name, endedAt }) => name === pod && endedAt !== undefined,
  );
  if (known !== undefined) return known;
  const entry = entries.findLast((each) => each.kind === 'memory' && each.pod === pod && each.isEnd === true);
  return entry?.kind === 'memory' ? memoryOfEntry(entry) : undefined;
}

/** ` at 998 of 1000 MiB` */
const sizeOf = ({ usage, limit }: PodMemory): string =>
  usage === undefined || limit === undefined ? '' : ` at ${usedOf(usage, limit)}`;

/**
 * ` (its heap was full: 960 of 1198 MiB)`; undefined if that was not the cause. A JVM that ends with an OutOfMemoryError
 * reports an ordinary shutdown to Flink, which then deletes the pod.
 */
function heapText(memory: PodMemory | undefined, failures: readonly FailureEntry[]): string | undefined {
  const full = memory && fullHeap(memory);
  const isReported = failures.some(({ exception, message }) =>
    /OutOfMemoryError.*Java heap space/.test(`${exception} ${message}`),
  );
  if (!isReported && full === undefined) return undefined;
  return full === undefined ? ' (its heap was full)' : ` (its heap was full: ${usedOf(full.low, full.max)})`;
}

function memoryFacts(memory: PodMemory | undefined): readonly string[] {
  if (memory === undefined) return [];
  const used = lastUsageText(memory);
  const { unexplained } = partsOf(memory);
  const native = unexplained === undefined ? '' : `, ${inMebibytes(unexplained)} of it not explained by the JVM`;
  const { heapUsed, heapMax } = memory.jvm ?? {};
  const heap = heapUsed === undefined || heapMax === undefined ? '' : `; heap ${usedOf(heapUsed, heapMax)}`;
  return used === undefined ? [] : [`last memory: ${used}${native}${heap}`];
}

/** Kubernetes states why it ended a pod in the reason of an event or of the pod. */
function howText(how: string, reason = ''): string {
  if (/^(Evicted|Preempted|TaintManagerEviction)\b/.test(reason)) return 'evicted';
  return /^Node(NotReady|Shutdown|Lost)\b/.test(reason) ? 'lost with its node' : how;
}

const causeText = (reason = ''): string => (/^Heartbeat of TaskManager/.test(reason) ? ' (heartbeat timed out)' : '');

/**
 * Returns the lost pods of the last minutes from their rows, the journal and the failures of their tasks, each once. Of a
 * pod that was gone before anybody watched, Flink only remembers the failures.
 */
function lostPods({ snapshot, entries = [], now }: ClusterEvidence): readonly Lost[] {
  const found = new Map<string, Lost>();
  const present = new Set(snapshot.pods?.filter(({ goneAt }) => goneAt === undefined).map(({ name }) => name));
  for (const entry of entries) {
    if (entry.kind !== 'failure' || entry.pod === undefined) continue;
    const { pod, at, message } = entry;
    const how = lostTaskManagerIn(message);
    if (how !== undefined && snapshot.pods !== undefined && !present.has(pod)) {
      found.set(pod, { pod, at, how, reason: message });
    }
  }
  for (const entry of entries) {
    if (entry.kind !== 'pod' || entry.role !== 'taskmanager') continue;
    const how = lostHow(entry.phase);
    if (how !== undefined) found.set(entry.pod, { pod: entry.pod, at: entry.at, how, reason: entry.reason });
  }
  for (const { name, role, status, reason, goneAt, lastEnd } of snapshot.pods ?? []) {
    if (role !== 'taskmanager' || found.has(name)) continue;
    const how = lostHow(status);
    if (how !== undefined) found.set(name, { pod: name, at: lastEnd?.at ?? goneAt ?? now, how, reason });
  }
  return [...found.values()];
}

/** Completes `was …`; undefined for a pod that is not lost. */
function lostHow(phase: string): string | undefined {
  if (phase === 'OOM-killed' || phase === 'deleted') return phase;
  return phase === 'failed' ? 'ended' : undefined;
}

function isHit(entry: JournalEntry, pod: string, at: number): entry is FailureEntry {
  if (entry.kind !== 'failure' || entry.at < at - afterMs || entry.at > at + afterMs) return false;
  return (
    entry.pod === pod ||
    entry.message.includes(pod) ||
    /TaskManager|TaskExecutor|Connection|heartbeat/i.test(entry.message)
  );
}

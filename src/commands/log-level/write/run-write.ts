import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { serverNow } from '../../../session/server-now.ts';
import { clusterPods } from '../../cluster/cluster-objects.ts';
import type { Progress, Services } from '../../record/command.ts';
import { shellCommand } from '../../record/shell-command.ts';
import { waitUntil } from '../../record/wait-until.ts';
import type { WriteResult } from '../level-result.ts';
import { hasLevels } from '../plan/has-levels.ts';
import { findProjection } from '../plan/projection.ts';
import { reloadInterval } from '../plan/reload-interval.ts';
import type { WritePlan } from '../plan/write-plan.ts';
import { hasSettled } from '../watch/has-settled.ts';
import type { PodOutcome } from '../watch/pod-outcome.ts';
import { createLineClassifier, type LineEvidence } from '../watch/watch-log.ts';
import { watchPods } from '../watch/watch-pods.ts';
import { longestKnown } from '../watch/watch-timeout.ts';
import { type FileVersion, initialVersion } from './file-version.ts';
import { findNewerVersion } from './find-newer-version.ts';
import { hasTimer } from './has-timer.ts';
import type { LiveFile } from './live-file.ts';
import { type WrittenFile, writeFile } from './write-file.ts';

/** Writes the planned file, triggers the sync into the pods, and watches until the file takes effect. */
export async function* runWrite(
  services: Services,
  plan: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  return yield* watchRollout(services, yield* writeFile(services, plan, signal), signal);
}

/** Watches until a written file takes effect in the pods. */
export async function* watchRollout(
  services: Services,
  written: WrittenFile,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const { plan, isWritten } = written;
  if (!isWritten || !plan.wait) return createResult(services, written);
  const { timeoutMs, until } = plan;
  // Stop watching at the revert, even if the timeout has not passed.
  const waitMs =
    until === null ? timeoutMs : Math.min(timeoutMs, until - serverNow(services.connection, services.now()));
  return yield* watchVersions(
    services,
    written,
    { first: initialVersion(written), previousFiles: [plan.facts.file], waitMs },
    signal,
  );
}

export type VersionWatch = {
  readonly first: FileVersion;
  /** Files that pods may still use. */
  readonly previousFiles: readonly LiveFile[];
  readonly waitMs: number;
};

/** Watches until a version, or a newer version that replaces it, takes effect in the pods. */
export async function* watchVersions(
  services: Services,
  written: WrittenFile,
  { first, previousFiles, waitMs }: VersionWatch,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const files = [...previousFiles];
  const deadline = services.now() + waitMs;
  for (let version = first; ; ) {
    if (version.newerChange?.problem !== undefined)
      return createResult(services, written, { version, pods: undefined });
    const watched = yield* watchVersion(services, written.plan, { version, files, deadline }, signal);
    if (watched.next === undefined) return createResult(services, written, { version, pods: watched.pods });
    files.push(version.file);
    version = watched.next;
    yield { kind: 'note', text: describeNewerVersion(version) };
  }
}

export function describeNewerVersion({ levels, newerChange }: FileVersion): string {
  if (newerChange?.problem !== undefined) return `${newerChange.author} changed the file: ${newerChange.problem}`;
  const current = levels.map(({ logger, to }) => `${logger} is now ${to ?? 'unknown'}`).join(', ');
  return newerChange === undefined
    ? `${current} again, waiting until it is live`
    : `${current}, set by ${newerChange.author}, waiting until it is live`;
}

type Watched = { readonly pods: readonly PodOutcome[]; readonly next: FileVersion | undefined };

async function* watchVersion(
  services: Services,
  plan: WritePlan,
  { version, files, deadline }: { version: FileVersion; files: readonly LiveFile[]; deadline: number },
  signal: AbortSignal,
): AsyncGenerator<Progress, Watched, void> {
  const { connection, now } = services;
  const { facts } = plan;
  const { file, levels, writtenAt } = version;
  const listPods = async () => ({ done: await clusterPods(connection, signal) });
  // If the pods cannot be listed, use the pods of the plan.
  const listed = yield* waitUntil(listPods, { timeoutMs: deadline - now(), now }, signal);
  const pods = listed ?? facts.pods.map(({ pod }) => pod);
  const startedAt = serverNow(connection, now());
  const targets = pods.map((pod) => ({
    pod,
    projection: findProjection(pod, file.name, file.key, facts.path),
    intervalSeconds: longestKnown(files.map((previous) => reloadInterval(previous, pod, startedAt))),
  }));
  const longest = longestKnown(targets.map(({ intervalSeconds }) => intervalSeconds)) ?? 0;
  const [oldest = file] = files;
  const isSettled = hasSettled(oldest, longest, startedAt);
  const classifiers = files.map(({ config }) => createLineClassifier(config, file.config));
  const options = {
    isExpectedText: (text: string) =>
      version.equivalentTexts.has(text) || files.every((previous) => isNewer(previous, levels, facts, text)),
    writtenAt,
    permissions: facts.permissions,
    classifyLine: (line: string): LineEvidence => {
      const evidence = classifiers.map((classify) => classify(line));
      if (evidence.includes('old')) return 'old';
      return isSettled && evidence.every((one) => one === 'new') ? 'new' : 'neither';
    },
  };
  let latest = version;
  const isReplaced = async () => {
    latest = await findNewerVersion(services, plan, latest, signal);
    return latest.file !== file;
  };
  const outcomes = yield* watchPods(services, targets, { options, isReplaced, timeoutMs: deadline - now() }, signal);
  return { pods: outcomes, next: latest.file === file ? undefined : latest };
}

/** Whether a text has the levels and is not an older file. */
function isNewer(
  { config }: LiveFile,
  levels: FileVersion['levels'],
  facts: WritePlan['facts'],
  text: string,
): boolean {
  const requested = levels.map(({ logger, to }) => ({ logger, from: effectiveLevel(config, logger).level, to }));
  return hasLevels({ requested, facts }, text);
}

/** Creates the result. `observed` is undefined if the pods were not watched. */
export function createResult(
  services: Services,
  written: WrittenFile,
  observed?: { readonly version: FileVersion; readonly pods: readonly PodOutcome[] | undefined },
): WriteResult {
  const { plan, isWritten, notes, notesWhileSet } = written;
  const { facts, requested, timeoutMs, until, forMs } = plan;
  const remainingMs = until === null ? 0 : until - serverNow(services.connection, services.now());
  const newerChange = observed?.version.newerChange;
  return {
    kind: 'write',
    configMap: facts.file.name,
    key: facts.file.key,
    levels: requested,
    isWritten,
    pods: observed?.pods,
    newerChange,
    timeoutMs,
    until,
    remainingMs,
    shortDurationMs: until !== null && forMs !== undefined && forMs < timeoutMs ? forMs : undefined,
    hasTimer: hasTimer(services, plan),
    revert: undefined,
    revertFailure: undefined,
    isInterrupted: false,
    // The notes about the set level do not apply after a newer change.
    notes: newerChange === undefined ? [...notes, ...notesWhileSet] : [...notes, ...describeRetry(services, plan)],
  };
}

function describeRetry({ frontend, connection }: Services, { update, requested }: WritePlan): readonly string[] {
  const [request] = requested;
  const pending = update.pending?.levels.find(
    ({ logger, level }) => logger === request?.logger && level === request.to,
  );
  // A revert does not set a level.
  if (pending === undefined) return [];
  const words = [pending.logger, pending.level];
  const command =
    frontend === 'screen' ? `:log-level ${words.join(' ')}` : shellCommand('log-level', connection.target, ...words);
  return [`To set the level again: ${command}`];
}

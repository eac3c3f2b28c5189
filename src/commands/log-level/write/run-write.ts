import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { serverNow } from '../../../session/server-now.ts';
import { clusterPods } from '../../cluster/cluster-objects.ts';
import type { Progress, Services } from '../../record/command.ts';
import { shellHint } from '../../record/shell-hint.ts';
import { waitUntil } from '../../record/wait-until.ts';
import type { WriteResult } from '../level-result.ts';
import { hasLevels } from '../plan/has-levels.ts';
import { projectionOf } from '../plan/projection.ts';
import { reloadInterval } from '../plan/reload-interval.ts';
import type { WritePlan } from '../plan/write-plan.ts';
import { isSettled } from '../watch/is-settled.ts';
import { longestOf } from '../watch/longest-interval.ts';
import type { PodOutcome } from '../watch/pod-outcome.ts';
import { createLineClassifier } from '../watch/watch-log.ts';
import { watchPods } from '../watch/watch-pods.ts';
import { type FileVersion, ownVersion } from './file-version.ts';
import { findNewerVersion } from './find-newer-version.ts';
import { hasTimer } from './has-timer.ts';
import type { LiveFile } from './live-file.ts';
import { type Written, writeFile } from './write-file.ts';

/** Writes the file as it was planned, hurries it into the pods, and watches it take effect in each of them. */
export async function* runWrite(
  services: Services,
  planned: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  return yield* watchWritten(services, yield* writeFile(services, planned, signal), signal);
}

/** The second half of it, for whoever has to know what was written whatever becomes of the rest. */
export async function* watchWritten(
  services: Services,
  written: Written,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const { plan, isWritten } = written;
  if (!isWritten || !plan.wait) return resultOf(services, written);
  const { timeoutMs, until } = plan;
  // What goes back before it is live is not waited for any longer.
  const waitMs =
    until === null ? timeoutMs : Math.min(timeoutMs, until - serverNow(services.connection, services.now()));
  return yield* watchVersions(
    services,
    written,
    { first: ownVersion(written), before: [plan.facts.file], waitMs },
    signal,
  );
}

export type Watching = {
  readonly first: FileVersion;
  /** What pods may still read instead. */
  readonly before: readonly LiveFile[];
  readonly waitMs: number;
};

/** Watches a version come to the pods, and each newer one that somebody puts in its place meanwhile. */
export async function* watchVersions(
  services: Services,
  written: Written,
  { first, before, waitMs }: Watching,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const files = [...before];
  const endsAt = services.now() + waitMs;
  for (let version = first; ; ) {
    if (version.newer?.problem !== undefined) return resultOf(services, written, { version, pods: undefined });
    const watched = yield* watchVersion(services, written.plan, { version, files, endsAt }, signal);
    if (watched.next === undefined) return resultOf(services, written, { version, pods: watched.pods });
    files.push(version.file);
    version = watched.next;
    yield { kind: 'note', text: noteOf(version) };
  }
}

export function noteOf({ levels, newer }: FileVersion): string {
  if (newer?.problem !== undefined) return `${newer.who} has written the file anew: ${newer.problem}`;
  const now = levels.map(({ logger, to }) => `${logger} is now ${to ?? 'not known'}`).join(', ');
  return newer === undefined
    ? `${now} again: waiting until that is live`
    : `${now}, set by ${newer.who}: waiting until that is live`;
}

type Watched = { readonly pods: readonly PodOutcome[]; readonly next: FileVersion | undefined };

async function* watchVersion(
  services: Services,
  plan: WritePlan,
  { version, files, endsAt }: { version: FileVersion; files: readonly LiveFile[]; endsAt: number },
  signal: AbortSignal,
): AsyncGenerator<Progress, Watched, void> {
  const { connection, now } = services;
  const { facts } = plan;
  const { file, levels, writtenAt } = version;
  const listPods = async () => ({ done: await clusterPods(connection, signal) });
  // Where nobody tells which there are now, those that there were.
  const listed = yield* waitUntil(listPods, { timeoutMs: endsAt - now(), now }, signal);
  const pods = listed ?? facts.pods.map(({ pod }) => pod);
  const startedAt = serverNow(connection, now());
  const watched = pods.map((pod) => ({
    pod,
    projection: projectionOf(pod, file.name, file.key, facts.path),
    interval: longestOf(files.map((one) => reloadInterval(one, pod, startedAt))),
  }));
  const longest = longestOf(watched.map(({ interval }) => interval)) ?? 0;
  const [oldest = file] = files;
  const isKnown = isSettled(oldest, longest, startedAt);
  const judges = files.map(({ config }) => createLineClassifier(config, file.config));
  const terms = {
    isThere: (text: string) => version.sameTexts.has(text) || files.every((one) => isNewer(one, levels, facts, text)),
    writtenAt,
    may: facts.rights,
    tell: (line: string) => {
      const evidence = judges.map((judge) => judge(line));
      if (evidence.includes('old')) return 'old';
      return isKnown && evidence.every((one) => one === 'new') ? 'new' : 'neither';
    },
  };
  let seen = version;
  const isReplaced = async () => {
    seen = await findNewerVersion(services, plan, seen, signal);
    return seen.file !== file;
  };
  const outcomes = yield* watchPods(services, watched, { terms, isReplaced, timeoutMs: endsAt - now() }, signal);
  return { pods: outcomes, next: seen.file === file ? undefined : seen };
}

/** Whether a text gives the levels, and is not simply an older file. */
function isNewer(
  { config }: LiveFile,
  levels: FileVersion['levels'],
  facts: WritePlan['facts'],
  text: string,
): boolean {
  const asked = levels.map(({ logger, to }) => ({ logger, from: effectiveLevel(config, logger).level, to }));
  return hasLevels({ asked, facts }, text);
}

/** What was seen of it; `pods` as far as they were watched. */
export function resultOf(
  services: Services,
  written: Written,
  seen?: { readonly version: FileVersion; readonly pods: readonly PodOutcome[] | undefined },
): WriteResult {
  const { plan, isWritten, notes, whileSet } = written;
  const { facts, asked, timeoutMs, until, forMs } = plan;
  const leftMs = until === null ? 0 : until - serverNow(services.connection, services.now());
  const newer = seen?.version.newer;
  return {
    kind: 'write',
    configMap: facts.file.name,
    key: facts.file.key,
    levels: asked,
    isWritten,
    pods: seen?.pods,
    newer,
    timeoutMs,
    until,
    leftMs,
    cutShortMs: until !== null && forMs !== undefined && forMs < timeoutMs ? forMs : undefined,
    isTimeKept: hasTimer(services, plan),
    back: undefined,
    notTakenBack: undefined,
    isInterrupted: false,
    // What holds as long as the level is set does not hold any more.
    notes: newer === undefined ? [...notes, ...whileSet] : [...notes, ...howToSetAgain(services, plan)],
  };
}

function howToSetAgain({ frontend, connection }: Services, { next, asked }: WritePlan): readonly string[] {
  const ours = next.pending?.levels.find(({ logger, level }) => logger === asked[0]?.logger && level === asked[0].to);
  // A take-back is no level to be set again.
  if (ours === undefined) return [];
  const words = [ours.logger, ours.level];
  const command =
    frontend === 'screen' ? `:log-level ${words.join(' ')}` : shellHint('log-level', connection.target, ...words);
  return [`To set it again: ${command}`];
}

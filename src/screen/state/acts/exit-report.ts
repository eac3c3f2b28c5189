import { quoteWord } from '../../../commands/line/split-words.ts';
import { shellCommand } from '../../../commands/record/shell-command.ts';
import { describeForwardTarget } from '../../../session/forwards/describe-target.ts';
import type { Forward } from '../../../session/forwards/forward.ts';
import type { PendingLevel } from '../../../session/levels/pending-levels.ts';
import type { SessionTarget } from '../../../session/session.ts';
import type { SessionSnapshot } from '../../../session/snapshot.ts';
import { utcTime } from '../../../text/utc-time.ts';
import type { ScreenExit } from '../screen.ts';
import type { ReportLine, ScreenState } from '../screen-state.ts';
import { type EndedAct, hasEnded } from './act.ts';

/**
 * Lists the ended acts, the closed forwards, the changed log levels and the running commands. Lines of clusters that are
 * not attached anymore name the cluster.
 */
export function exitReport(state: ScreenState, { isClusterGone }: ScreenExit): readonly ReportLine[] {
  const { acts, activities, snapshot, stage, keptForwards, leftClusters } = state;
  const running = activities.filter(({ kind }) => kind === 'running');
  const context = stage.kind === 'attached' ? stage.target.context : undefined;
  return [
    ...acts
      .filter(hasEnded)
      .filter(({ end }) => end.isPrinted)
      .map(actLine),
    ...(snapshot?.forwards ?? []).map((forward) => forwardLine(forward)),
    ...keptForwards.flatMap(({ list, target }) => list.map((forward) => forwardLine(forward, target.clusterId))),
    ...(snapshot === undefined || isClusterGone === true ? [] : levelLines(snapshot, context)),
    ...leftClusters.filter(({ key }) => !isAttached(state, key)).flatMap(({ lines }) => lines),
    ...running.map(
      ({ title, step }): ReportLine => ({
        kind: 'running',
        text: `Not finished: ${title}${step === '' ? '' : ` (${step})`}`,
        details: [],
      }),
    ),
  ];
}

/** Returns one line for each changed log level. Levels are not reverted while no screen is open. */
export function levelLines(snapshot: SessionSnapshot, context: string | undefined): readonly ReportLine[] {
  const levels = snapshot.logging?.pending?.levels ?? [];
  return levels.map((level) => levelLine(level, snapshot, context));
}

/** Identifies a cluster in the report. */
export function clusterOf({ context, namespace, clusterId }: SessionSnapshot): string {
  return [context, namespace, clusterId].join('/');
}

function isAttached({ snapshot }: ScreenState, key: string): boolean {
  return snapshot !== undefined && clusterOf(snapshot) === key;
}

function forwardLine({ url, target }: Forward, cluster?: string): ReportLine {
  const suffix = cluster === undefined ? '' : ` of ${cluster}`;
  return {
    kind: 'closed',
    text: `Closed the forward ${url} to ${describeForwardTarget(target)}${suffix}`,
    details: [],
  };
}

function actLine({ cluster, end: { outcome, title, details, hints } }: EndedAct): ReportLine {
  const [message = '', ...more] = details;
  const named = cluster === undefined ? title : `${title} (${cluster})`;
  if (outcome === 'done') return { kind: outcome, text: named, details };
  return { kind: outcome, text: `${named}: ${message}`, details: [...more, ...hints] };
}

function levelLine(
  { logger, level, until }: PendingLevel,
  target: SessionTarget,
  context: string | undefined,
): ReportLine {
  const end = until === null ? '' : ` until the next attach after ${utcTime(until)}`;
  const options = context === undefined ? [] : ['--context', quoteWord(context)];
  const revert = shellCommand('log-level', target, ...options, logger, '--undo');
  return { kind: 'remains', text: `${logger} stays at ${level}${end}`, details: [`Revert now: ${revert}`] };
}

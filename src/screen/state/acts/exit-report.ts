import { shellCommand } from '../../../commands/record/shell-command.ts';
import { describeForwardTarget } from '../../../session/forwards/describe-target.ts';
import type { PendingLevel } from '../../../session/levels/pending-levels.ts';
import type { SessionTarget } from '../../../session/session.ts';
import { utcTime } from '../../../text/utc-time.ts';
import type { ReportLine, ScreenExit } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { type EndedAct, hasEnded } from './act.ts';

/** Lists the ended acts, the closed forwards, the changed log levels and the running commands. */
export function exitReport(state: ScreenState, { isClusterGone }: ScreenExit): readonly ReportLine[] {
  const { acts, activities, snapshot } = state;
  const levels = isClusterGone === true ? [] : (snapshot?.logging?.pending?.levels ?? []);
  const running = activities.filter(({ kind }) => kind === 'running');
  return [
    ...acts
      .filter(hasEnded)
      .filter(({ end }) => end.isPrinted)
      .map(actLine),
    ...(snapshot?.forwards ?? []).map(
      ({ url, target }): ReportLine => ({
        kind: 'closed',
        text: `Closed the forward ${url} to ${describeForwardTarget(target)}`,
        details: [],
      }),
    ),
    ...(snapshot === undefined ? [] : levels.map((level) => levelLine(level, snapshot))),
    ...running.map(
      ({ title, step }): ReportLine => ({
        kind: 'running',
        text: `Not finished: ${title}${step === '' ? '' : ` (${step})`}`,
        details: [],
      }),
    ),
  ];
}

function actLine({ end: { outcome, title, details, hints } }: EndedAct): ReportLine {
  const [message = '', ...more] = details;
  if (outcome === 'done') return { kind: outcome, text: title, details };
  return { kind: outcome, text: `${title}: ${message}`, details: [...more, ...hints] };
}

/** Describes a changed log level, which is not reverted while no screen is open. */
function levelLine({ logger, level, until }: PendingLevel, target: SessionTarget): ReportLine {
  const end = until === null ? '' : ` until the next attach after ${utcTime(until)}`;
  const revert = shellCommand('log-level', target, logger, '--undo');
  return { kind: 'remains', text: `${logger} stays at ${level}${end}`, details: [`Revert now: ${revert}`] };
}

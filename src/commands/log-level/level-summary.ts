import { formatDuration } from '../../text/duration.ts';
import { someOf } from '../../text/some-of.ts';
import type { Summary } from '../record/command.ts';
import type { WriteResult } from './level-result.ts';

/** `CheckpointCoordinator is DEBUG in 6 of 6 pods`. Returns undefined if another client has changed the level since. */
export function writeResultSummary(result: WriteResult): Summary | undefined {
  const { levels, isWritten, pods, newerChange, until, remainingMs, hasTimer } = result;
  if (newerChange !== undefined) return undefined;
  const changed = someOf(levels.map(({ logger, to }) => `${shortName(logger)} is ${to ?? 'unknown'}`));
  const details = [
    ...(isWritten ? [] : ['The file already has this level']),
    ...(pods === undefined && isWritten ? ['Written, but the pods were not watched'] : []),
    ...(until !== null && remainingMs > 0 && hasTimer ? [`Reverts in ${formatDuration(remainingMs)}`] : []),
  ];
  return {
    title: pods === undefined || pods.length === 0 ? changed : `${changed} in ${reachedText(pods)}`,
    details,
    copy: { what: 'loggers', text: levels.map(({ logger }) => logger).join('\n') },
  };
}

/** Pods that have ended since the change do not count. */
function reachedText(pods: NonNullable<WriteResult['pods']>): string {
  const existing = pods.filter(({ status }) => status !== 'gone');
  const reached = existing.filter(({ status }) => status === 'live' || status === 'on startup');
  return `${reached.length} of ${existing.length} pods`;
}

const shortName = (logger: string): string => logger.slice(logger.lastIndexOf('.') + 1);

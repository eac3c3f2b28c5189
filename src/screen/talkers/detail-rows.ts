import { sharePercent, talkerName } from '../../commands/talkers/talker-texts.ts';
import { nextLevelUp, predictions, savedShare } from '../../logs/talkers/predict-savings.ts';
import type { RecentTalker } from '../../logs/talkers/recent-talkers.ts';
import { isLogger } from '../../logs/talkers/unnamed-loggers.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatByteRate } from '../../text/format-rate.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { someOf } from '../../text/some-of.ts';
import { cut, widthOf } from '../draw/fit.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { raisedForMs } from './raise-level.ts';

const labelWidth = 11;

/** Formats the logger under the cursor: its whole name, its pods, and what each level would save. */
export function detailRows(
  { theme, snapshot }: ScreenState,
  talker: RecentTalker | undefined,
  width: number,
): readonly string[] {
  if (talker === undefined) return [];
  const name = cut(talkerName(talker.logger), width - 6);
  const rule = '─'.repeat(Math.max(0, width - widthOf(name) - 5));
  const clusterId = snapshot?.clusterId ?? '';
  const pods = talker.pods.map((pod) => shortPodName(pod, clusterId));
  return [
    `${theme.border(' ──')} ${theme.strong(name)} ${theme.border(rule)}`,
    labelled('from pods', pods.length === 0 ? 'silent in the last minute' : someOf(pods)),
    labelled('if raised', raisedText(talker)),
  ];

  function labelled(label: string, text: string): string {
    return ` ${theme.muted(label.padEnd(labelWidth))}${cut(text, width - labelWidth - 2)}`;
  }
}

/** `Enter: WARN for 15m saves 96% of the log (8.9 KiB/s). ERROR saves 99%` */
function raisedText(talker: RecentTalker): string {
  if (!isLogger(talker.logger)) return 'no level to raise: no logger wrote these lines, or too many did';
  if (talker.bytes === 0) return 'nothing to save now';
  const next = nextLevelUp(talker);
  if (next === undefined) return 'it writes errors, or lines without a level: a higher level would hide errors';
  const { savedBytes = 0 } = predictions(talker).find(({ level }) => level === next) ?? {};
  const saved = `saves ${sharePercent(savedShare(talker, next))} of the log (${formatByteRate(savedBytes)})`;
  const more = next === 'ERROR' ? '' : `. ERROR saves ${sharePercent(savedShare(talker, 'ERROR'))}`;
  return `Enter: ${next} for ${formatDuration(raisedForMs)} ${saved}${more}`;
}

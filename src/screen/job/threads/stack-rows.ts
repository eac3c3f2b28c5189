import { foldTrace, readTrace } from '../../../session/jobs/fold-trace.ts';
import { doingText } from '../../../session/threads/profile-texts.ts';
import type { ProfileRow, ProfileStack } from '../../../session/threads/thread-profile.ts';
import { countOf } from '../../../text/count-of.ts';
import { headingRows, type Part } from '../../draw/section-rows.ts';
import type { Theme } from '../../theme/theme.ts';
import { traceLineRows } from '../trace-line-rows.ts';

const margin = 2;
const maxPreviewRows = 6;

/** Formats all stacks of a row of the profile. Frames of Flink and the JVM are folded unless `isUnfolded`. */
export function stackRows(row: ProfileRow, isUnfolded: boolean, width: number, theme: Theme): readonly string[] {
  const inner = width - 2 * margin;
  const title = headingRows(
    doingText(row),
    [{ text: `${row.percent}% of the samples`, token: 'muted' }],
    inner,
    theme,
  ).slice(1);
  const stacks = row.stacks.flatMap((stack, index) => [
    ...headingRows(`Stack ${index + 1} of ${row.stacks.length}`, factsOf(stack), inner, theme),
    ...frameRows(stack, isUnfolded, inner, theme),
  ]);
  return [...title, ...stacks].map((line) => (line === '' ? line : ' '.repeat(margin) + line));
}

/** Formats the most frequent stack of a row, folded. */
export function stackPreview({ stacks }: ProfileRow, width: number, theme: Theme): readonly string[] {
  const [first] = stacks;
  if (first === undefined) return [];
  const title = stacks.length === 1 ? 'Stack' : `Most frequent of ${stacks.length} stacks`;
  const rows = frameRows(first, false, width, theme);
  const hidden = rows.length - maxPreviewRows;
  const shown = hidden > 1 ? [...rows.slice(0, maxPreviewRows), theme.muted(`    … ${hidden} more`)] : rows;
  return [...headingRows(title, factsOf(first), width, theme), ...shown];
}

function factsOf({ count, state, waitingOn, lockOwner, frames }: ProfileStack): readonly Part[] {
  return [
    { text: countOf(count, 'sample') },
    ...(state === undefined ? [] : [{ text: state }]),
    ...(lockOwner === undefined ? [] : [{ text: `lock held by ${lockOwner}`, token: 'warning' } as const]),
    ...(waitingOn === undefined ? [] : [{ text: `on ${waitingOn}`, token: 'muted' } as const]),
    { text: countOf(frames.length, 'frame'), token: 'muted' },
  ];
}

function frameRows({ frames }: ProfileStack, isUnfolded: boolean, width: number, theme: Theme): readonly string[] {
  if (frames.length === 0) return [theme.muted('No frames')];
  const lines = readTrace(frames.map((frame) => `\tat ${frame}`));
  // Without code of the job, folding would leave nothing.
  const isFolded = !isUnfolded && lines.some(({ kind }) => kind === 'user frame');
  const shown = isFolded ? foldTrace(lines) : lines;
  return shown.flatMap((line) => traceLineRows(line, width, theme));
}

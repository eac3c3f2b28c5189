import type { FailureGroup } from '../../../session/jobs/group-failures.ts';
import { largest } from '../../../text/largest.ts';
import { utcClock } from '../../../text/utc-time.ts';
import { formatAge } from '../../draw/age.ts';
import { cell } from '../../draw/fit.ts';
import { headingRows, type Part } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { concurrentText, endedPart, placeOf } from './failure-texts.ts';
import { partsRow } from './parts-row.ts';

/** The heading and two failures. */
const minHeight = 3;
const ageWidth = 8;

/** Lists the single failures of a root cause, newest first, if there are several and enough rows. */
export function occurrenceRows(
  { theme, serverNow: now, snapshot }: ScreenState,
  { exception, failures }: FailureGroup,
  width: number,
  height: number,
): readonly string[] {
  if (failures.length < 2 || height < minHeight) return [];
  // The list ends with a blank row.
  const heading = headingRows(
    exception,
    [{ text: `${failures.length} failures, newest first` }],
    width - 2,
    theme,
  ).slice(1);
  const room = height - heading.length;
  const shown = failures.slice(0, failures.length > room ? room - 1 : room);
  const clocks = shown.map(({ at }) => utcClock(at, now));
  const timeWidth = largest(clocks.map(({ length }) => length));
  const rows = shown.map((failure, index): readonly Part[] => {
    const concurrent = concurrentText(failure);
    return [
      { text: cell(clocks[index] ?? '', timeWidth) },
      { text: cell(`${formatAge(now - failure.at)} ago`, ageWidth + 2, 'right'), token: 'muted' },
      { text: `  ${placeOf(failure, snapshot?.clusterId ?? '')}` },
      ...(concurrent === undefined ? [] : [{ text: ` · ${concurrent}`, token: 'muted' } as const]),
      ...(failure.isFinal === true ? [{ text: ' · ' }, endedPart] : []),
    ];
  });
  const hidden = failures.length - shown.length;
  const more: readonly Part[] = [{ text: `and ${hidden} earlier`, token: 'muted' }];
  return [
    ...heading.map((row) => ` ${row}`),
    ...[...rows, ...(hidden > 0 ? [more] : [])].map((parts) => partsRow([{ text: '   ' }, ...parts], width, theme)),
  ];
}

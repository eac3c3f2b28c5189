import type { ExceptionGroup } from '../../../logs/log-store.ts';
import { largest } from '../../../text/largest.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { clockAndAge } from '../../draw/age.ts';
import { wrap } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { centred, type Rectangle } from '../../draw/rectangle.ts';
import { layoutOf } from '../../state/layout.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { cutParts, type LinePart, paintParts, widthOfParts } from '../lines/line-parts.ts';
import type { ExceptionList } from './open-exceptions.ts';

/** Title row and details row. */
const rowsPerGroup = 2;
/** Columns before each row, for the cursor. */
const marginWidth = 2;
const minWidth = 60;
const emptyText = 'No stack traces so far. A log is read when it is shown. In the logs pane, < reads older lines.';
const exceptionClass = /^(?:Exception in thread "[^"]*" )?[\w$.]+(?=: |:?$)/;
/** The package of an exception class. */
const packageName = /^(?:[a-z_][\w$]*\.)+(?=[A-Z])/;

export type ExceptionsBox = {
  readonly rectangle: Rectangle;
  readonly rows: readonly string[];
  /** Number of visible groups. */
  readonly visibleCount: number;
};

export function exceptionsBox(state: ScreenState, { groups, cursor }: ExceptionList): ExceptionsBox {
  const { body } = layoutOf(state);
  if (groups.length === 0) return emptyBox(state, body);
  const countWidth = largest(groups.map(({ count }) => String(count).length)) + 1;
  const detailsOf = (group: ExceptionGroup) => detailParts(state, group, countWidth);
  const widths = groups.flatMap((group) => [titleParts(group, countWidth), detailsOf(group)].map(widthOfParts));
  const widest = marginWidth + largest(widths);
  const size = { width: Math.max(minWidth, widest + 3), height: groups.length * rowsPerGroup + 2 };
  const rectangle = centred(body, size);
  const page = Math.max(1, Math.floor((rectangle.height - 2) / rowsPerGroup));
  const top = windowTop(0, cursor, page, groups.length);
  const width = rectangle.width - 2;
  const rows = groups
    .slice(top, top + page)
    .map((group) => [fittingTitle(group, countWidth, width - marginWidth), detailsOf(group)])
    .flatMap((parts, index) => groupRows(state, parts, top + index === cursor, width));
  return { rectangle, rows, visibleCount: page };
}

function emptyBox({ theme }: ScreenState, body: Rectangle): ExceptionsBox {
  const width = Math.min(minWidth, body.width);
  const rows = wrap(emptyText, width - 4, body.height, 'words').map((row) => theme.muted(` ${row.padEnd(width - 3)}`));
  return { rectangle: centred(body, { width, height: rows.length + 2 }), rows, visibleCount: 1 };
}

/** `12× java.lang.IllegalStateException: broken ← IOException: Disk full` */
function titleParts({ count, title, causes }: ExceptionGroup, countWidth: number): readonly LinePart[] {
  return [
    { text: `${`${count}×`.padStart(countWidth)} `, token: 'strong' },
    ...exceptionParts(title),
    ...causes.flatMap((cause) => [
      { text: ' ← ', token: 'muted' } as const,
      ...exceptionParts(cause.replace(packageName, '')),
    ]),
  ];
}

/** A title that does not fit is cut before its last cause, the root cause, so that both are visible. */
function fittingTitle(group: ExceptionGroup, countWidth: number, width: number): readonly LinePart[] {
  const all = titleParts(group, countWidth);
  if (group.causes.length === 0 || widthOfParts(all) <= width) return all;
  const title = titleParts({ ...group, causes: [] }, countWidth);
  const rootCause = titleParts({ ...group, causes: group.causes.slice(-1) }, countWidth).slice(title.length);
  const end = cutParts(rootCause, Math.max(Math.floor(width / 2), width - widthOfParts(title)));
  return [...cutParts(title, width - widthOfParts(end)), ...end];
}

function exceptionParts(text: string): readonly LinePart[] {
  const length = exceptionClass.exec(text)?.[0].length ?? 0;
  return [{ text: text.slice(0, length), token: 'log.exception' }, { text: text.slice(length) }];
}

function detailParts(
  { now, snapshot }: ScreenState,
  { count, firstAt, lastAt, pods }: ExceptionGroup,
  countWidth: number,
): readonly LinePart[] {
  const first = count === 1 ? '' : ` · first ${clockAndAge(firstAt, now)}`;
  const names = pods.map((pod) => shortPodName(pod, snapshot?.clusterId ?? '')).join(', ');
  return [
    { text: ' '.repeat(countWidth + 1) },
    { text: `last ${clockAndAge(lastAt, now)}` },
    { text: `${first} · ${names}`, token: 'muted' },
  ];
}

function groupRows(
  { theme }: ScreenState,
  parts: readonly (readonly LinePart[])[],
  isCursor: boolean,
  width: number,
): readonly string[] {
  return parts.map((row, index) => {
    const marker = { text: isCursor && index === 0 ? '▶ ' : '  ' };
    const shown = cutParts([marker, ...row], width);
    const end = { text: ' '.repeat(Math.max(0, width - widthOfParts(shown))) };
    return paintParts([...shown, end], theme, isCursor ? theme.selection : undefined);
  });
}

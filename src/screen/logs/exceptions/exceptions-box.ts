import type { ExceptionGroup } from '../../../logs/log-store.ts';
import { utcTime } from '../../../text/utc-time.ts';
import { formatAge } from '../../draw/age.ts';
import { cell } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { centred, type Rectangle } from '../../draw/rectangle.ts';
import { layoutOf } from '../../state/layout.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { shortPodName } from '../../state/short-pod-name.ts';
import type { ExceptionList } from './open-exceptions.ts';

/** Title row and details row. */
const rowsPerGroup = 2;

export type ExceptionsBox = {
  readonly rectangle: Rectangle;
  readonly rows: readonly string[];
  /** Number of visible groups. */
  readonly visibleCount: number;
};

export function exceptionsBox(state: ScreenState, { groups, cursor }: ExceptionList): ExceptionsBox {
  const { body } = layoutOf(state);
  const fullHeight = Math.max(1, groups.length) * rowsPerGroup + 2;
  const rectangle = centred(body, { width: body.width, height: fullHeight });
  const width = rectangle.width - 2;
  const page = Math.max(1, Math.floor((rectangle.height - 2) / rowsPerGroup));
  if (groups.length === 0)
    return {
      rectangle,
      rows: [cell(' No stack traces in the logs read so far', width), cell('', width)],
      visibleCount: page,
    };
  const top = windowTop(0, cursor, page, groups.length);
  const rows = groups
    .slice(top, top + page)
    .flatMap((group, index) => groupRows(state, group, top + index === cursor, width));
  return { rectangle, rows, visibleCount: page };
}

function groupRows(state: ScreenState, group: ExceptionGroup, isCursor: boolean, width: number): readonly string[] {
  const { theme, now, snapshot } = state;
  const causes = group.causes.map((cause) => ` ← ${cause}`).join('');
  const pods = group.pods.map((pod) => shortPodName(pod, snapshot?.clusterId ?? '')).join(', ');
  const title = cell(`${isCursor ? '▶' : ' '} ${group.title}${causes}`, width);
  const details = cell(
    `  ${group.count}×, last ${formatAge(now - group.lastAt)} ago in ${pods}; ${utcTime(group.firstAt)} to ${utcTime(group.lastAt)}`,
    width,
  );
  return isCursor
    ? [theme.selection(title), theme.selection(details)]
    : [theme['log.error'](title), theme.muted(details)];
}

import { formatSeconds } from '../../text/duration.ts';
import { largest } from '../../text/largest.ts';
import { utcClock } from '../../text/utc-time.ts';
import { cell, wrap } from '../draw/fit.ts';
import { windowTop } from '../draw/movement.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { type Act, hasEnded } from '../state/acts/act.ts';
import { markOf } from '../state/acts/act-marks.ts';
import { layoutOf } from '../state/layout.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { fitColumns } from '../table/fit-columns.ts';
import { type Column, formatRow, formatTitles } from '../table/table-format.ts';

/** State of the overlay `activities`. */
export type ActivityList = {
  /** Id of the act under the cursor; undefined for the first one. */
  readonly cursor: number | undefined;
};

/** An act and its current step; empty if it has ended. */
type Row = { readonly act: Act; readonly step: string };

export type ActivitiesBox = {
  readonly rectangle: Rectangle;
  readonly rows: readonly string[];
  /** Number of visible acts. */
  readonly visibleCount: number;
};

const emptyRows = [
  'No activities yet',
  '',
  'Savepoints, stopped and cancelled jobs, changed log levels and port forwards are listed here with their results.',
];
/** Rows below the list for the details of the act under the cursor. */
const maxDetailRows = 4;

/** Returns the acts: running ones first, then the newest. */
export function listedActs({ acts }: ScreenState): readonly Act[] {
  const newest = acts.toReversed();
  return [...newest.filter((act) => !hasEnded(act)), ...newest.filter(hasEnded)];
}

export function stepOf({ activities }: ScreenState, act: Act): string {
  return act.end === undefined ? (activities.find(({ id }) => id === act.id)?.step ?? '') : '';
}

export function indexOf(acts: readonly Act[], { cursor }: ActivityList): number {
  return Math.max(
    0,
    acts.findIndex(({ id }) => id === cursor),
  );
}

export function activitiesBox(state: ScreenState, list: ActivityList): ActivitiesBox {
  const { theme, now } = state;
  const { body } = layoutOf(state);
  const acts = listedActs(state);
  const width = body.width - 2;
  if (acts.length === 0) {
    const rows = emptyRows.flatMap((text) => wrap(text, width - 2, 3, 'words')).map((text) => cell(` ${text}`, width));
    return { rectangle: centred(body, { width: body.width, height: rows.length + 2 }), rows, visibleCount: 1 };
  }
  const index = indexOf(acts, list);
  const details = detailRows(acts[index], width);
  const page = Math.max(1, Math.min(acts.length, body.height - 3 - details.length));
  const top = windowTop(0, index, page, acts.length);
  const fitted = fitColumns(columnsOf(acts, now), width);
  const rows = acts.slice(top, top + page).map((act, row) => {
    const marks = { cursor: top + row === index ? 'focused' : 'none', isMarked: false } as const;
    return formatRow({ act, step: stepOf(state, act) }, fitted, marks, theme, now);
  });
  return {
    rectangle: centred(body, { width: body.width, height: rows.length + details.length + 3 }),
    rows: [formatTitles(fitted, theme), ...rows, ...details.map(theme.muted)],
    visibleCount: page,
  };
}

function columnsOf(acts: readonly Act[], now: number): readonly Column<Row>[] {
  const timeWidth = largest(acts.map(({ startedAt }) => utcClock(startedAt, now).length));
  return [
    {
      title: 'TIME',
      importance: 4,
      width: timeWidth,
      text: ({ act }) => utcClock(act.startedAt, now),
      token: () => 'muted',
    },
    { title: 'TOOK', importance: 3, width: 6, align: 'right', text: ({ act }) => durationText(act, now) },
    {
      title: ' STATUS',
      importance: 2,
      width: 15,
      text: ({ act }) => ` ${markOf(act).mark} ${markOf(act).word}`,
      token: ({ act }) => markOf(act).token,
    },
    { title: 'ACTIVITY', importance: 1, width: { min: 24 }, text: activityText },
  ];
}

function durationText({ startedAt, end }: Act, now: number): string {
  return formatSeconds((end?.at ?? now) - startedAt);
}

function activityText({ act: { title, end }, step }: Row): string {
  if (end === undefined) return step === '' ? title : `${title}: ${step}`;
  return end.outcome === 'done' ? end.title : `${end.title}: ${end.details[0] ?? ''}`;
}

/** Returns a blank row and the details of an act, as many as fit; no rows without details. */
function detailRows(act: Act | undefined, width: number): readonly string[] {
  if (act?.end === undefined) return [];
  const { details, hints } = act.end;
  const texts = [...details, ...hints.map((hint) => `→ ${hint}`)];
  const rows = texts.flatMap((text) => wrap(text, width - 4, 2, 'words')).slice(0, maxDetailRows);
  return rows.length === 0 ? [] : [cell('', width), ...rows.map((row) => cell(`  ${row}`, width))];
}

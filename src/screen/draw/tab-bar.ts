import type { Theme } from '../theme/theme.ts';
import { widthOf } from './fit.ts';

/** A tab of a page: a unique name, and the title in the row of the tabs. */
export type NamedTab = { readonly name: string; readonly title: string };
type Title = { readonly text: string; readonly isShown: boolean };

/** Marks tabs that do not fit, at the left and at the right end. */
const marks = { left: '‹ ', right: ' ›' } as const;

/**
 * `[Overview] Subtasks  Threads  …  Configuration`, with a rule to the right edge. If there is no room for all tabs, those
 * around the shown one are named: `‹ Exceptions [Metrics] Configuration`.
 */
export function tabBar(tabs: readonly NamedTab[], shownName: string, width: number, theme: Theme): string {
  const titles = titlesOf(tabs, shownName);
  const { from, to } = fittingPart(titles, width);
  const part = titles.slice(from, to);
  const left = from > 0 ? marks.left : '';
  const right = to < titles.length ? marks.right : '';
  const used = widthOf(left) + totalWidth(part) + widthOf(right);
  const names = part.map(({ text, isShown }) => (isShown ? theme.strong(text) : theme.muted(text))).join('');
  const painted = `${theme.muted(left)}${names}${theme.muted(right)}`;
  return used + 2 > width ? painted : `${painted} ${theme.border('─'.repeat(width - used - 1))}`;
}

/** Returns the columns of each visible tab in the row. */
export function tabPlaces<Tab extends NamedTab>(
  tabs: readonly Tab[],
  shownName: string,
  width: number,
): readonly { readonly tab: Tab; readonly from: number; readonly to: number }[] {
  const titles = titlesOf(tabs, shownName);
  const fitting = fittingPart(titles, width);
  let from = fitting.from > 0 ? marks.left.length : 0;
  return tabs.slice(fitting.from, fitting.to).map((tab, index) => {
    const place = { tab, from, to: from + widthOf(titles[fitting.from + index]?.text ?? '') };
    from = place.to;
    return place;
  });
}

function titlesOf(tabs: readonly NamedTab[], shownName: string): readonly Title[] {
  return tabs.map(({ name, title }) =>
    name === shownName ? { text: `[${title}]`, isShown: true } : { text: ` ${title} `, isShown: false },
  );
}

/** Returns the first tabs that have room together with the shown one. */
function fittingPart(titles: readonly Title[], width: number): { readonly from: number; readonly to: number } {
  const shown = titles.findIndex(({ isShown }) => isShown);
  const fits = (from: number, to: number) => {
    const marksWidth = (from > 0 ? marks.left.length : 0) + (to < titles.length ? marks.right.length : 0);
    return totalWidth(titles.slice(from, to)) + marksWidth <= width;
  };
  let from = 0;
  while (from < shown && !fits(from, shown + 1)) from += 1;
  let to = titles.length;
  while (to > shown + 1 && !fits(from, to)) to -= 1;
  return { from, to };
}

const totalWidth = (titles: readonly Title[]): number => titles.reduce((sum, { text }) => sum + widthOf(text), 0);

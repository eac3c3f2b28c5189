import { cutMiddle, sliceColumns, widthOf } from './fit.ts';

/** Returns a shorter form of every name that is wider than `width`. The forms differ if possible. */
export function shortNames(names: readonly string[], width: number): ReadonlyMap<string, string> {
  const short = new Map<string, string>();
  const isWide = (name: string) => widthOf(sliceColumns(name, 0, width + 1)) > width;
  const wide = [...new Set(names)].filter(isWide);
  if (width <= 0 || wide.length === 0) return short;
  const taken = new Set(names.filter((name) => !isWide(name)));
  let remaining = wide;
  // The next cut is tried only for names that still look the same.
  for (const shorten of shorteners(width)) {
    remaining = [...Map.groupBy(remaining, (name) => shorten(name, width))].flatMap(([form, group]) => {
      const [name, ...others] = group;
      if (name === undefined || others.length > 0 || taken.has(form)) return group;
      taken.add(form);
      short.set(name, form);
      return [];
    });
    if (remaining.length === 0) return short;
  }
  for (const name of remaining) short.set(name, cutAtThird(name, width));
  return short;
}

type Shortener = (name: string, width: number) => string;

/** Windows are half a width apart. 24 windows cover the longest Kubernetes names and most query names. */
const maxWindows = 24;

/** The end of a name is more specific than its start, so it gets two thirds of the width. */
const cutAtThird = cutAt(1 / 3);

/**
 * Returns the cuts to try: several positions in the middle, then windows that start ever later in the name. Cuts in the
 * middle come first, because names usually differ at their start and end.
 */
function shorteners(width: number): readonly Shortener[] {
  const step = Math.max(1, Math.floor((width - 2) / 2));
  const windows = Array.from({ length: maxWindows }, (_, index) => windowFrom((index + 1) * step));
  return [cutAtThird, ...[0, 1 / 2, 2 / 3, 1].map(cutAt), ...windows];
}

function cutAt(share: number): Shortener {
  return (name, width) => cutMiddle(name, width, Math.floor((width - 1) * share));
}

function windowFrom(from: number): Shortener {
  return (name, width) => {
    const inside = width < 3 ? '' : sliceColumns(name, from, width - 2);
    return inside === '' ? cutAtThird(name, width) : `…${inside}…`;
  };
}

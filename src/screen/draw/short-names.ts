import { cutMiddle, sliceColumns, widthOf } from './fit.ts';

/**
 * Names that are wider than `width`, each with a shorter form, so that names which differ still do. They are cut in the
 * middle: the beginning and the end tell most names apart. Where they do not, other places are tried.
 */
export function shortNames(names: readonly string[], width: number): ReadonlyMap<string, string> {
  const short = new Map<string, string>();
  const isWide = (name: string) => widthOf(sliceColumns(name, 0, width + 1)) > width;
  const wide = [...new Set(names)].filter(isWide);
  if (width <= 0 || wide.length === 0) return short;
  const taken = new Set(names.filter((name) => !isWide(name)));
  let alike = wide;
  for (const way of waysToCut(width)) {
    alike = [...Map.groupBy(alike, (name) => way(name, width))].flatMap(([form, group]) => {
      const [name, ...more] = group;
      if (name === undefined || more.length > 0 || taken.has(form)) return group;
      taken.add(form);
      short.set(name, form);
      return [];
    });
    if (alike.length === 0) return short;
  }
  for (const name of alike) short.set(name, first(name, width));
  return short;
}

type Way = (name: string, width: number) => string;

/** Windows of half a width each: enough for the longest names of Kubernetes, and for most names of queries. */
const mostWindows = 24;

/** The end tells more than the beginning. */
const first = endsOf(1 / 3);

/** Beginning and end in several proportions; then windows further and further in. */
function waysToCut(width: number): readonly Way[] {
  const step = Math.max(1, Math.floor((width - 2) / 2));
  const windows = Array.from({ length: mostWindows }, (_, index) => windowFrom((index + 1) * step));
  return [first, ...[0, 1 / 2, 2 / 3, 1].map(endsOf), ...windows];
}

function endsOf(share: number): Way {
  return (name, width) => cutMiddle(name, width, Math.floor((width - 1) * share));
}

function windowFrom(from: number): Way {
  return (name, width) => {
    const inside = width < 3 ? '' : sliceColumns(name, from, width - 2);
    return inside === '' ? first(name, width) : `…${inside}…`;
  };
}

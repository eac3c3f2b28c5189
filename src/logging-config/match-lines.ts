/** The indexes of a common line in two texts, from 0. */
export type LineMatch = readonly [before: number, after: number];

/** Limit of the search. Above this limit, the whole changed range counts as one difference. */
const maxDifferences = 2000;

/** Returns the longest common subsequence of lines, by Myers' "An O(ND) Difference Algorithm". */
export function matchLines(before: readonly string[], after: readonly string[]): readonly LineMatch[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const limit = Math.min(before.length, after.length) - head;
  while (tail < limit && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;

  const middle = matchDifferent(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [
    ...Array.from({ length: head }, (_, index): LineMatch => [index, index]),
    ...middle.map(([a, b]): LineMatch => [a + head, b + head]),
    ...Array.from(
      { length: tail },
      (_, index): LineMatch => [before.length - tail + index, after.length - tail + index],
    ),
  ];
}

type Reached = ReadonlyMap<number, number>;

function matchDifferent(before: readonly string[], after: readonly string[]): readonly LineMatch[] {
  /** `steps[n]` has the largest `x` on each diagonal `x - y` that is reached with fewer than `n` differences. */
  const steps: Reached[] = [];
  let reached: Reached = new Map([[1, 0]]);
  for (let differences = 0; differences <= maxDifferences; differences += 1) {
    steps.push(reached);
    const next = new Map(reached);
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const from = previousDiagonal(reached, diagonal, differences);
      let x = (reached.get(from) ?? 0) + (from < diagonal ? 1 : 0);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(steps, before.length, after.length);
    }
    reached = next;
  }
  return [];
}

/** Returns the neighbouring diagonal that reaches further: one step down in `after`, or one step right in `before`. */
function previousDiagonal(reached: Reached, diagonal: number, differences: number): number {
  const left = reached.get(diagonal - 1) ?? -1;
  const right = reached.get(diagonal + 1) ?? -1;
  return diagonal === -differences || (diagonal !== differences && left < right) ? diagonal + 1 : diagonal - 1;
}

function walkBack(steps: readonly Reached[], beforeLength: number, afterLength: number): readonly LineMatch[] {
  const matches: LineMatch[] = [];
  let x = beforeLength;
  let y = afterLength;
  for (let differences = steps.length - 1; differences >= 0; differences -= 1) {
    const reached = steps[differences] as Reached;
    const from = previousDiagonal(reached, x - y, differences);
    const fromX = reached.get(from) ?? 0;
    const fromY = fromX - from;
    for (; x > fromX && y > fromY; x -= 1, y -= 1) matches.push([x - 1, y - 1]);
    x = fromX;
    y = fromY;
  }
  return matches.reverse();
}

import { largest } from '../../text/largest.ts';

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Draws one bar per count in this many rows, from top to bottom. The scale is logarithmic, and a dot is zero. */
export function sparkline(counts: readonly number[], rows: number): readonly string[] {
  const highest = largest(counts);
  const eighths = counts.map((count) =>
    count === 0 ? 0 : Math.ceil((Math.log1p(count) / Math.log1p(highest)) * rows * heights.length),
  );
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * heights.length;
    return eighths.map((height) => bar(height - below, below)).join('');
  });
}

function bar(eighths: number, below: number): string {
  if (eighths <= 0) return below === 0 ? '·' : ' ';
  return heights[Math.min(heights.length, eighths) - 1] ?? ' ';
}

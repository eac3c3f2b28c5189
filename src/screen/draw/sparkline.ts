import { largest } from '../../text/largest.ts';

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

type Scale = 'logarithmic' | 'linear';

/** Draws one bar per count in this many rows, from top to bottom. A dot is zero. */
export function sparkline(counts: readonly number[], rows: number, scale: Scale = 'logarithmic'): readonly string[] {
  const highest = largest(counts);
  const measure = scale === 'linear' ? (count: number) => count : Math.log1p;
  const eighths = counts.map((count) =>
    count === 0 ? 0 : Math.ceil((measure(count) / measure(highest)) * rows * heights.length),
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

import type { ColorSupportLevel } from 'chalk';

export type ColourSettings = {
  readonly color: 'auto' | 'always' | 'never';
  readonly env: { readonly [name: string]: string | undefined };
  /** Colour depth of the terminal in bits: 1, 4, 8 or 24. */
  readonly colorDepth: number;
};

/**
 * Returns the colour level from `--color`, else FORCE_COLOR, else NO_COLOR, else the terminal. An empty NO_COLOR has no
 * effect (no-color.org).
 */
export function colourLevel({ color, env, colorDepth }: ColourSettings): ColorSupportLevel {
  const level = colorDepth >= 24 ? 3 : colorDepth >= 8 ? 2 : colorDepth >= 4 ? 1 : 0;
  if (color === 'never') return 0;
  if (color === 'always') return level === 0 ? 1 : level;
  const forced = env.FORCE_COLOR;
  if (forced === '0' || forced === 'false') return 0;
  if (forced === '2' || forced === '3') return forced === '2' ? 2 : 3;
  if (forced !== undefined && forced !== '') return level === 0 ? 1 : level;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 0;
  return level;
}

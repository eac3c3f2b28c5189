import type { ColorSupportLevel } from 'chalk';
import dark from '../../../themes/dark.json' with { type: 'json' };
import highContrast from '../../../themes/high-contrast.json' with { type: 'json' };
import light from '../../../themes/light.json' with { type: 'json' };
import mono from '../../../themes/mono.json' with { type: 'json' };
import terminal from '../../../themes/terminal.json' with { type: 'json' };
import { compileTheme } from './compile.ts';
import type { Theme, ThemeFile } from './theme.ts';

/** The built-in themes by their name in `--theme`. */
const themes = { terminal, dark, light, 'high-contrast': highContrast, mono } as const satisfies {
  readonly [name: string]: ThemeFile;
};
export type ThemeName = keyof typeof themes;

export type ColourChoice = {
  /** `auto` uses the 16 colours of the terminal. */
  readonly theme: ThemeName | 'auto';
  readonly color: 'auto' | 'always' | 'never';
  readonly env: { readonly [name: string]: string | undefined };
  /** Colour depth of the terminal in bits: 1, 4, 8 or 24. */
  readonly colorDepth: number;
};

/** Chooses the theme. Without colours it is `mono`, which uses bold, dim and inverse. */
export function chooseTheme({ theme, color, env, colorDepth }: ColourChoice): Theme {
  const level = colourLevel(color, env, colorDepth);
  const name = theme === 'auto' ? 'terminal' : theme;
  return compileTheme(level === 0 ? themes.mono : themes[name], level);
}

/**
 * Returns the colour level from `--color`, else FORCE_COLOR, else NO_COLOR, else the terminal. An empty NO_COLOR has no
 * effect (no-color.org).
 */
function colourLevel(color: ColourChoice['color'], env: ColourChoice['env'], colorDepth: number): ColorSupportLevel {
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

import dark from '../../../themes/dark.json' with { type: 'json' };
import highContrast from '../../../themes/high-contrast.json' with { type: 'json' };
import light from '../../../themes/light.json' with { type: 'json' };
import mono from '../../../themes/mono.json' with { type: 'json' };
import terminal from '../../../themes/terminal.json' with { type: 'json' };
import { type Background, backgroundInEnvironment } from './background.ts';
import { type ColourSettings, colourLevel } from './colour-level.ts';
import { compileTheme } from './compile.ts';
import type { Theme, ThemeFile } from './theme.ts';

/** The built-in themes by their name in `--theme`. */
const themes = { terminal, dark, light, 'high-contrast': highContrast, mono } as const satisfies {
  readonly [name: string]: ThemeFile;
};
export type ThemeName = keyof typeof themes;

export type ColourChoice = ColourSettings & {
  /** `auto`: `dark` or `light` like the background, or `terminal` if that is unknown or has only 16 colours. */
  readonly theme: ThemeName | 'auto';
  /** The background that the terminal has reported. Without it, `auto` uses COLORFGBG. */
  readonly background?: Background | undefined;
};

/** Chooses the theme. Without colours it is `mono`, which uses bold, dim and inverse. */
export function chooseTheme({ theme, background, ...settings }: ColourChoice): Theme {
  const level = colourLevel(settings);
  if (level === 0) return compileTheme(themes.mono, level);
  const known = background ?? backgroundInEnvironment(settings.env.COLORFGBG) ?? 'terminal';
  const name = theme === 'auto' ? known : theme;
  // The backgrounds of these themes would be far too strong in 16 colours.
  const isTooFine = level === 1 && (name === 'dark' || name === 'light');
  return compileTheme(themes[isTooFine ? 'terminal' : name], level);
}

import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';

/**
 * `auto` reads the locale like setlocale(3): the first of LC_ALL, LC_CTYPE and LANG that is not empty must name UTF-8.
 * If none is set, flink-tui assumes UTF-8 like k9s and lazygit, because most containers set no locale.
 */
export function usesUnicode(unicode: Settings['unicode'], env: Environment): boolean {
  if (unicode !== 'auto') return unicode === 'always';
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /utf-?8/i.test(locale);
}

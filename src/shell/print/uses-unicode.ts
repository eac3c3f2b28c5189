import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';

/**
 * `auto` asks the locale, in the order of setlocale(3): the first of LC_ALL, LC_CTYPE and LANG that is not empty must
 * name UTF-8. With none of them set, as in most containers, nothing is known of the terminal, and nearly all of them
 * are UTF-8. glibc would say C; k9s and lazygit take UTF-8 as well.
 */
export function usesUnicode(unicode: Settings['unicode'], env: Environment): boolean {
  if (unicode !== 'auto') return unicode === 'always';
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /utf-?8/i.test(locale);
}

import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Streams } from './streams.ts';

/** `--color` goes before FORCE_COLOR, that before NO_COLOR (no-color.org: if it is not empty), that before the terminal. */
export function usesColor(color: Settings['color'], env: Environment, { stdout, dumb }: Streams): boolean {
  if (color !== 'auto') return color === 'always';
  const { FORCE_COLOR: forced = '', NO_COLOR: none = '' } = env;
  if (forced !== '') return forced !== '0' && forced !== 'false';
  return none === '' && stdout.isTTY === true && !dumb;
}

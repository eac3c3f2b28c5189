import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Streams } from './streams.ts';

/**
 * Uses the first of --color, FORCE_COLOR and NO_COLOR (https://no-color.org) that is set. If none is set, only a
 * terminal shows colour.
 */
export function usesColor(color: Settings['color'], env: Environment, { stdout, dumb }: Streams): boolean {
  if (color !== 'auto') return color === 'always';
  const { FORCE_COLOR: forceColor = '', NO_COLOR: noColor = '' } = env;
  if (forceColor !== '') return forceColor !== '0' && forceColor !== 'false';
  return noColor === '' && stdout.isTTY === true && !dumb;
}

import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Streams } from './streams.ts';

/**
 * Precedence: --color, FORCE_COLOR, NO_COLOR if not empty (https://no-color.org), then whether stdout is a terminal.
 */
export function usesColor(color: Settings['color'], env: Environment, { stdout, dumb }: Streams): boolean {
  if (color !== 'auto') return color === 'always';
  const { FORCE_COLOR: forceColor = '', NO_COLOR: noColor = '' } = env;
  if (forceColor !== '') return forceColor !== '0' && forceColor !== 'false';
  return noColor === '' && stdout.isTTY === true && !dumb;
}

import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

/**
 * Returns the selected pods without duplicates, or all pods if there is no selector. A selector is a name, `pod/NAME`,
 * or a unique suffix or prefix of a name.
 */
export function selectPods(names: readonly string[], selectors: readonly string[]): readonly string[] {
  return selectors.length === 0 ? names : [...new Set(selectors.map((selector) => selectPod(names, selector)))];
}

function selectPod(names: readonly string[], selector: string): string {
  const name = selector.replace(/^(po|pod|pods)\//, '');
  if (names.includes(name)) return name;
  const bySuffix = names.filter((candidate) => candidate.endsWith(`-${name}`));
  const candidates = bySuffix.length > 0 ? bySuffix : names.filter((candidate) => candidate.startsWith(name));
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    throw new CommandError(exitCodes.usage, `${printable(name)} matches ${candidates.length} pods`, candidates);
  }
  const near = nearest(name, names);
  throw new CommandError(exitCodes.notFound, `no pod ${printable(name)}`, [
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Run pods to list the pods',
  ]);
}

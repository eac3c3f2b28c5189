import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

/**
 * The pods that the words name, each once: by name, `pod/NAME`, or the end or the beginning of one name; with no word
 * all.
 */
export function selectPods(names: readonly string[], words: readonly string[]): readonly string[] {
  return words.length === 0 ? names : [...new Set(words.map((word) => selectPod(names, word)))];
}

function selectPod(names: readonly string[], typed: string): string {
  const word = typed.replace(/^(po|pod|pods)\//, '');
  if (names.includes(word)) return word;
  const ending = names.filter((name) => name.endsWith(`-${word}`));
  const candidates = ending.length > 0 ? ending : names.filter((name) => name.startsWith(word));
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    throw new CommandError(exitCodes.usage, `${printable(word)} can be ${candidates.length} pods`, candidates);
  }
  const near = nearest(word, names);
  throw new CommandError(exitCodes.notFound, `no pod ${printable(word)}`, [
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'pods lists the pods.',
  ]);
}

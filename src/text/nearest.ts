import { distance } from 'fastest-levenshtein';

/** Returns up to three candidates that are similar to the text, best first. */
export function nearest(text: string, candidates: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(text.length / 3));
  return candidates
    .map((candidate) => ({ candidate, edits: candidate.startsWith(text) ? 0 : distance(text, candidate) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

import fuzzysort from 'fuzzysort';
import type { Entry } from './palette.ts';

export type Match = {
  readonly entry: Entry;
  /** From 0 to 1. */
  readonly score: number;
  /** Positions of the matching characters in the title and the alias. */
  readonly matches: readonly number[];
};

export type TextIndex = {
  /** Finds the entries whose title or alias matches at least this well: the best ones, and the number of all. */
  readonly search: (
    entries: readonly Entry[],
    query: { readonly text: string; readonly minScore: number; readonly limit: number },
  ) => { readonly best: readonly Match[]; readonly count: number };
  /** Prepares some of the entries for the search. Returns whether there are more to prepare. */
  readonly prepareSome: (entries: readonly Entry[]) => boolean;
};

type Target = { readonly text: string; readonly index: number };
type Chunk = {
  readonly targets: readonly Target[];
  readonly snapshot: ReturnType<typeof prepare>;
  isPrepared: boolean;
};

/** fuzzysort prepares a text at its first search. So many texts take a few milliseconds. */
const chunkSize = 300;

/** The alias is behind the title, so that a query may have a word of each. */
const textOf = ({ title, alias }: Entry): string => (alias === '' ? title : `${title} ${alias}`);

/** Searches a list that changes. Texts that stay the same are prepared once, although every change of a state is a new entry. */
export function createTextIndex(): TextIndex {
  let chunks: readonly Chunk[] = [];

  function update(entries: readonly Entry[]): readonly Chunk[] {
    const count = Math.ceil(entries.length / chunkSize);
    chunks = Array.from({ length: count }, (_, index) => {
      const some = entries.slice(index * chunkSize, (index + 1) * chunkSize);
      const known = chunks[index];
      return known !== undefined && hasTexts(known, some) ? known : createChunk(some);
    });
    return chunks;
  }

  return {
    search(entries, { text, minScore, limit }) {
      const results = update(entries).map((chunk, index) => {
        chunk.isPrepared = true;
        return {
          start: index * chunkSize,
          found: fuzzysort.go(text, chunk.snapshot, { limit, threshold: minScore }),
        };
      });
      const best = results.flatMap(({ start, found }) =>
        found.flatMap((result) => {
          const entry = entries[start + result.obj.index];
          return entry === undefined ? [] : [{ entry, score: result.score, matches: result.indexes }];
        }),
      );
      return { best, count: results.reduce((sum, { found }) => sum + found.total, 0) };
    },
    prepareSome(entries) {
      const chunk = update(entries).find(({ isPrepared }) => !isPrepared);
      if (chunk === undefined) return false;
      fuzzysort.go('a', chunk.snapshot, { limit: 1 });
      chunk.isPrepared = true;
      return true;
    },
  };
}

const prepare = (targets: readonly Target[]) => fuzzysort.snapshot(targets, { key: ({ text }) => text });

function createChunk(entries: readonly Entry[]): Chunk {
  const targets = entries.map((entry, index) => ({ text: textOf(entry), index }));
  return { targets, snapshot: prepare(targets), isPrepared: false };
}

function hasTexts({ targets }: Chunk, entries: readonly Entry[]): boolean {
  return targets.length === entries.length && entries.every((entry, index) => targets[index]?.text === textOf(entry));
}

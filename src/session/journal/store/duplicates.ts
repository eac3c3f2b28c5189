import type { JournalEntry } from '../entry.ts';
import { identityOf, seenWithinMs } from '../entry-identity.ts';
import { createHashSet, hashOf } from './hash-set.ts';

/** Older changes with the same identity are no longer compared. A full disk can delay the entries of others. */
const comparedMs = 10 * 60_000;

/** A change without an exact time, and the processes that recorded it. */
type Seen = { readonly at: number; writers: readonly string[]; next: Seen | undefined };

/** Identifies a known change. */
export type ChangeKey = number | Seen;

/** The changes that are already in the journal. */
export type Duplicates = {
  /** Adds the entry of a writer. `isNew` is false if the change is already known. */
  readonly add: (entry: JournalEntry, writer: string) => { readonly isNew: boolean; readonly key: ChangeKey };
};

/** Keeps a hash of each identity, because the identities take more memory than the entries. */
export function createDuplicates(): Duplicates {
  const exact = createHashSet();
  const seen = new Map<number, Seen>();
  const writersOf = new Map<string, readonly string[]>();

  const addSeen = (hash: number, { at }: JournalEntry, writer: string) => {
    const newest = seen.get(hash);
    const known = findSeen(newest, at, writer);
    if (known !== undefined) {
      known.writers = [...known.writers, writer];
      return { isNew: false, key: known };
    }
    const writers = writersOf.get(writer) ?? [writer];
    writersOf.set(writer, writers);
    const key = { at, writers, next: newest };
    seen.set(hash, key);
    return { isNew: true, key };
  };

  return {
    add: (entry, writer) => {
      const hash = hashOf(identityOf(entry));
      if (entry.isSeen === true) return addSeen(hash, entry, writer);
      return { isNew: exact.add(hash), key: hash };
    },
  };
}

/**
 * Returns the nearest change that this writer has not recorded yet. A writer never records a change twice, so its next
 * entry is another change.
 */
function findSeen(newest: Seen | undefined, at: number, writer: string): Seen | undefined {
  let nearest: Seen | undefined;
  let distance = seenWithinMs;
  for (let change = newest; change !== undefined; change = change.next) {
    if (change.next !== undefined && change.next.at < at - comparedMs) change.next = undefined;
    const changeDistance = Math.abs(change.at - at);
    if (changeDistance > distance || change.writers.includes(writer)) continue;
    if (nearest !== undefined && changeDistance === distance) continue;
    nearest = change;
    distance = changeDistance;
  }
  return nearest;
}

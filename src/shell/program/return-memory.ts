import type { Session } from '../../session/session.ts';
import { returnFreedMemory } from './v8-heap.ts';

/** Reading fewer entries takes little memory. */
const largeJournal = 20_000;

/** Returns memory to the system that only reading the journal needed. */
export function returnMemoryOfReading({ journal }: Session): void {
  const stop = journal?.subscribe(() => {
    const current = journal.current();
    if (current === undefined) return;
    stop?.();
    if (current.entries().length >= largeJournal) returnFreedMemory();
  });
}

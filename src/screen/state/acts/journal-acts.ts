import type { ActEnd } from '../../../session/journal/act-entries.ts';
import type { Session } from '../../../session/session.ts';
import type { Screen } from '../screen.ts';

/** Records the acts of the user in the journal. Returns a function that stops it. */
export function journalActs({ store }: Pick<Screen, 'store'>, { journal }: Pick<Session, 'journal'>): () => void {
  if (journal === undefined) return () => {};
  /** The acts that have not ended, by id. */
  const running = new Map<number, (end: ActEnd) => void>();
  let seen = new Set(store.getState().acts.map(({ id }) => id));

  return store.subscribe(({ acts }, previous) => {
    if (acts === previous.acts) return;
    for (const { id, title, end } of acts) {
      if (!seen.has(id)) running.set(id, journal.startAct(title));
      if (end === undefined) continue;
      running.get(id)?.({ outcome: end.outcome, detail: end.details[0] ?? '' });
      running.delete(id);
    }
    seen = new Set(acts.map(({ id }) => id));
    for (const [id, endAct] of running) {
      if (seen.has(id)) continue;
      endAct({ outcome: 'failed', detail: 'nothing was changed' });
      running.delete(id);
    }
  });
}

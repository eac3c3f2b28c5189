import type { PodRow, SessionEvent } from '../snapshot.ts';
import { colon } from './pod-facts.ts';
import { asSentence, type Standing } from './standing.ts';

/** What became of a pod that is not there any more, by how it last stood. */
export function goneStanding(
  last: Pick<PodRow, 'word' | 'why' | 'role'>,
  lastSlots: 'idle' | 'used' | undefined,
  eviction: SessionEvent | undefined,
  idleTimeout: string,
): Standing {
  if (last.word === 'OOM-killed' || last.word === 'failed') return { word: last.word, health: 'error', why: last.why };
  if (eviction !== undefined) {
    return { word: 'deleted', health: 'error', why: asSentence(colon(eviction.reason, eviction.message)) };
  }
  if (lastSlots === 'idle') return gone('released', `released by Flink after ${idleTimeout} of idleness`);
  if (lastSlots === 'used') return gone('deleted', 'its pod was deleted while its slots were in use');
  const isTaskManager = last.role === 'taskmanager';
  return gone('deleted', isTaskManager ? 'its pod was deleted before it had registered' : 'its pod was deleted');
}

function gone(word: Standing['word'], why: string): Standing {
  return { word, health: 'gone', why };
}

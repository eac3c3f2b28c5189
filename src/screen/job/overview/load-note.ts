import { formatAge } from '../../draw/age.ts';
import type { Part } from '../../draw/section-rows.ts';
import type { Lane } from './lanes.ts';

/** Flink updates the counters about every 10 s. */
const staleAfterMs = 30_000;

/**
 * Says once why vertices have no load or no rates, or how old the load is.
 * @param now epoch ms by the local clock, which also dates the responses
 */
export function loadNote(lanes: readonly Lane[], now: number): Part | undefined {
  const running = lanes.filter(({ vertex }) => vertex.status === 'RUNNING');
  const unmeasured = running.filter(({ load }) => load?.rates === undefined);
  const [first] = unmeasured;
  if (first !== undefined) {
    const isCounted = unmeasured.some(({ vertex }) => vertex.counters !== undefined);
    const hasLoad = unmeasured.every(({ load }) => load !== undefined);
    const reason = isCounted
      ? `measuring: the first ${hasLoad ? 'rates' : 'figures'} come after two metric updates, about 20 s`
      : `no ${hasLoad ? 'rates' : 'load'} yet: Flink has no metrics of all tasks`;
    const where = unmeasured.length === running.length ? '' : `${unmeasured.length} of ${running.length} vertices: `;
    return { text: where + reason, token: 'muted' };
  }
  const oldest = running.reduce((at, { load }) => Math.min(at, load?.measuredAt ?? at), now);
  if (now - oldest <= staleAfterMs) return undefined;
  return { text: `load measured ${formatAge(now - oldest)} ago`, token: 'warning' };
}

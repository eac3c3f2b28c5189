import type { LogStore } from '../../logs/log-store.ts';
import { reuseIfEqual } from '../watch/reuse-if-equal.ts';
import { findLogFloods, type LogFloods } from './log-floods.ts';

/** Floods are measured over a minute, so that a more frequent check would find them hardly earlier. */
const checkMs = 10_000;

/** Checks the followed logs for floods until it is stopped. `now`: epoch ms by the clock of the cluster. */
export function watchLogFloods(
  logs: Pick<LogStore, 'sources'>,
  now: () => number,
  onChange: () => void,
): { readonly floods: () => LogFloods; readonly stop: () => void } {
  let floods = findLogFloods(logs.sources(), now());
  const timer = setInterval(() => {
    const next = reuseIfEqual(floods, findLogFloods(logs.sources(), now()));
    if (next === floods) return;
    floods = next;
    onChange();
  }, checkMs);
  timer.unref();
  return { floods: () => floods, stop: () => clearInterval(timer) };
}

import type { Screen } from '../screen.ts';
import type { LogsState } from './logs-state.ts';

/** Changes some of how logs are looked at. */
export function changeLogs({ store }: Pick<Screen, 'store'>, part: Partial<LogsState>): void {
  store.setState(({ logs }) => ({ logs: { ...logs, ...part } }));
}

import type { Screen } from '../screen.ts';
import type { LogsState } from './logs-state.ts';

/** Changes a part of the logs state. */
export function changeLogs({ store }: Pick<Screen, 'store'>, changes: Partial<LogsState>): void {
  store.setState(({ logs }) => ({ logs: { ...logs, ...changes } }));
}

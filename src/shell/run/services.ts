import type { Frontend, Services } from '../../commands/record/command.ts';
import type { LocalState } from '../../commands/record/local-state.ts';
import type { Connection } from '../../session/session.ts';

/** What a command works with where there is no screen; without `local` nothing is kept on this computer. */
export function createServices(
  frontend: Exclude<Frontend, 'screen'>,
  connection: Connection,
  local?: LocalState,
): Services {
  return { frontend, connection, snapshot: undefined, now: Date.now, local };
}

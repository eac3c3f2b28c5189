import type { Frontend, Services } from '../../commands/record/command.ts';
import type { LocalState } from '../../commands/record/local-state.ts';
import type { Connection } from '../../session/session.ts';

/**
 * Creates the services of a command that runs without the screen. Without `local`, nothing is saved on this computer.
 */
export function createServices(
  frontend: Exclude<Frontend, 'screen'>,
  connection: Connection,
  local?: LocalState,
): Services {
  return { frontend, connection, snapshot: undefined, now: Date.now, local };
}

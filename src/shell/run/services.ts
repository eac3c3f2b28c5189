import type { Frontend, Services } from '../../commands/record/command.ts';
import type { Connection } from '../../session/session.ts';
import type { RunOptions } from '../program/run-options.ts';
import { openProgramStreams } from './program-streams.ts';

/**
 * Creates the services of a command that runs without the screen. Without options, nothing is saved on this computer.
 */
export function createServices(
  frontend: Exclude<Frontend, 'screen'>,
  connection: Connection,
  options?: Pick<RunOptions, 'local' | 'streams' | 'signal'>,
): Services {
  // The pipe reads its commands from standard input.
  const hasStreams = frontend === 'subcommand' && options !== undefined;
  const programStreams = hasStreams ? openProgramStreams(options.streams, options.signal) : undefined;
  return { frontend, connection, snapshot: undefined, now: Date.now, local: options?.local, programStreams };
}

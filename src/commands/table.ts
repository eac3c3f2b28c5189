import { cancel } from './cancel.ts';
import type { Command } from './command.ts';
import { createDoctor } from './doctor.ts';
import { createHelp } from './help.ts';
import { list } from './list.ts';
import { logLevel } from './log-level.ts';
import { logs } from './logs.ts';
import { pods } from './pods.ts';
import { portForward } from './port-forward.ts';
import { quit } from './quit.ts';
import { savepoint } from './savepoint.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';

/** Every command, in the order of the help. Keys, hints, completion, subcommands and documentation are read off it. */
export const commands: readonly Command[] = [
  list,
  cancel,
  savepoint,
  logs,
  logLevel,
  pods,
  portForward,
  status,
  stop,
  createDoctor(() => commands),
  createHelp(() => commands),
  quit,
];

/** Those that a shell can run by `flink-tui NAME CLUSTER-ID`. */
export const subcommands = commands.filter(({ isSubcommand = true }) => isSubcommand);

export function findCommand(name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}

import { checkpoints } from './checkpoints/checkpoints.ts';
import { status } from './cluster/status.ts';
import { stop } from './cluster/stop.ts';
import { createDoctor } from './doctor/doctor.ts';
import { eventTime } from './event-time/event-time.ts';
import { exceptions } from './exceptions/exceptions.ts';
import { createHelp } from './general/help.ts';
import { quit } from './general/quit.ts';
import { cancel } from './job/cancel.ts';
import { list } from './job/list.ts';
import { savepoint } from './job/savepoint.ts';
import { logLevel } from './log-level/log-level.ts';
import { logs } from './logs/logs.ts';
import { memory } from './memory/memory.ts';
import { metrics } from './metrics/metrics.ts';
import { deletePod } from './pods/delete-pod.ts';
import { pods } from './pods/pods.ts';
import { portForward } from './port-forward/port-forward.ts';
import type { Command } from './record/command.ts';
import { findByName } from './record/command-names.ts';
import { session } from './session/session.ts';
import { shell } from './shell/shell.ts';
import { job } from './show-job/job.ts';
import { pod } from './show-pod/pod.ts';
import { subtasks } from './subtasks/subtasks.ts';
import { clusters } from './switch/clusters.ts';
import { context } from './switch/context.ts';
import { namespace } from './switch/namespace.ts';
import { talkers } from './talkers/talkers.ts';
import { threads } from './threads/threads.ts';
import { timeline } from './timeline/timeline.ts';
import { why } from './why/why.ts';

/** All commands in help order. Keys, completion, subcommands and documentation are generated from this table. */
export const commands: readonly Command[] = [
  list,
  cancel,
  savepoint,
  logs,
  logLevel,
  talkers,
  pods,
  pod,
  shell,
  deletePod,
  memory,
  portForward,
  status,
  session,
  why,
  job,
  exceptions,
  checkpoints,
  subtasks,
  threads,
  eventTime,
  metrics,
  timeline,
  stop,
  clusters,
  context,
  namespace,
  createDoctor(() => commands),
  createHelp(() => commands),
  quit,
];

/** Commands that a shell can run as `flink-tui NAME CLUSTER-ID`. */
export const subcommands = commands.filter(({ isSubcommand = true }) => isSubcommand);

/** Finds a command by its name or an alias. */
export function findCommand(name: string): Command | undefined {
  return findByName(commands, name);
}

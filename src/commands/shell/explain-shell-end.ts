import { KubernetesError } from '../../kubernetes/error.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { Connection } from '../../session/session.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { pause } from '../record/wait-until.ts';
import { containerStatusOf } from './container-state.ts';
import type { ShellPlan, ShellResult } from './shell-plan.ts';
import { killedExitCode } from './use-terminal.ts';

/** The kubelet reports the end of a container up to this much later than it ends the programs in it. */
const reportedWithinMs = 2000;
const pollMs = 250;

/**
 * Settles like `running`, but names the reason if the pod was deleted or its container ended: the kernel then kills the
 * program, and the server reports only its exit code 137.
 */
export async function explainShellEnd(
  running: Promise<ShellResult['end']>,
  connection: Connection,
  plan: ShellPlan,
  signal: AbortSignal,
): Promise<ShellResult['end']> {
  try {
    const end = await running;
    if (end.kind === 'closed' || end.exitCode !== killedExitCode) return end;
    const problem = await findProblem(connection, plan, signal);
    if (problem !== undefined) throw problem;
    return end;
  } catch (error) {
    if (signal.aborted || !isLost(error)) throw error;
    throw (await findProblem(connection, plan, signal)) ?? lostError(error, plan);
  }
}

const isLost = (error: unknown): error is KubernetesError =>
  error instanceof KubernetesError && error.kind === 'unreachable';

async function findProblem(
  connection: Connection,
  plan: ShellPlan,
  signal: AbortSignal,
): Promise<CommandError | undefined> {
  const end = Date.now() + reportedWithinMs;
  for (;;) {
    const problem = await readProblem(connection, plan, signal);
    if (problem !== undefined || Date.now() >= end) return problem === 'unknown' ? undefined : problem;
    await pause(pollMs, signal);
  }
}

/** Returns why the program ended; undefined if the pod is healthy, `unknown` if the pod cannot be read. */
async function readProblem(
  { kubernetes, target: { namespace } }: Connection,
  { pod, podUid, container, containerId, program }: ShellPlan,
  signal: AbortSignal,
): Promise<CommandError | 'unknown' | undefined> {
  const found = await resultOrError(
    kubernetes.get<Pod>({ resource: resources.pods, namespace, name: pod }, signal),
    signal,
  );
  const isMissing = found instanceof KubernetesError && found.kind === 'not-found';
  if (found instanceof Error && !isMissing) return 'unknown';
  const error = (reason: string, hints: readonly string[]) =>
    new CommandError(exitCodes.unreachable, `${program} in ${pod} ended: ${reason}`, hints, { reason });
  if (found instanceof Error || found.metadata?.uid !== podUid || found.metadata?.deletionTimestamp !== undefined) {
    return error('the pod was deleted', ['Run pods to list the pods, and open a shell in another one']);
  }
  const status = containerStatusOf(found, container);
  if (status?.state?.running !== undefined && status.containerID === containerId) return undefined;
  return error(`container ${container} ended`, [`Run logs ${pod} --previous to see why`]);
}

function lostError(error: KubernetesError, { program, pod }: ShellPlan): CommandError {
  const cause = error.cause instanceof Error ? error.cause.message : error.message;
  return new CommandError(
    exitCodes.unreachable,
    `lost the connection to ${program === 'Shell' ? 'the shell' : program} in ${pod}: ${cause}`,
    [`${program} may still run in the pod. Open a new shell there to see it`],
    { cause: error, reason: `connection lost: ${cause}` },
  );
}

/** Names the missing program. The message of the server has several lines of details. */
export function explainStartFailure(
  error: unknown,
  { command: [name = ''], pod, container, program }: ShellPlan,
): unknown {
  const isMissing =
    error instanceof KubernetesError &&
    error.kind === 'invalid' &&
    /executable file not found|no such file or directory/.test(error.message);
  if (!isMissing) return error;
  const hints = program === 'Shell' ? ['Run another program with -- COMMAND'] : [];
  return new CommandError(exitCodes.failed, `container ${container} of pod ${pod} has no program ${name}`, hints, {
    cause: error,
  });
}

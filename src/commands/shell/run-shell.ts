import type { ExecSession } from '../../kubernetes/api.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { explainShellEnd, explainStartFailure } from './explain-shell-end.ts';
import { pipeStreams } from './pipe-streams.ts';
import type { ShellPlan, ShellResult } from './shell-plan.ts';
import { useTerminal } from './use-terminal.ts';

/** Runs the program until it ends. Rejects if it cannot start, or ends because of its pod or its connection. */
export async function* runShell(
  { frontend, connection, programStreams }: Services,
  plan: ShellPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, ShellResult, void> {
  const { pod, container, command, program } = plan;
  if (programStreams === undefined) throw new CommandError(exitCodes.usage, 'shell needs a terminal');
  if (plan.choice !== undefined) yield { kind: 'note', text: plan.choice };
  if (frontend === 'screen') yield { kind: 'step', text: 'Connecting to the pod', phase: 'connecting' };
  const { kubernetes, target } = connection;
  const session = await kubernetes.openExec(
    { namespace: target.namespace, pod, container, command, terminal: programStreams.kind === 'terminal' },
    signal,
  );
  const run = (): Promise<ShellResult['end']> =>
    programStreams.kind === 'terminal'
      ? programStreams.lend((terminal) => useTerminal(session, terminal, plan))
      : pipeStreams(session, programStreams, signal);
  try {
    const end = await explainShellEnd(run(), connection, plan, signal);
    if (end.kind === 'closed' && frontend === 'subcommand') {
      yield { kind: 'note', text: `Connection closed. ${program} may still run in pod ${pod}` };
    }
    return { pod, program, end };
  } catch (error) {
    throw explainStartFailure(error, plan);
  } finally {
    await closed(session);
  }
}

async function closed(session: ExecSession): Promise<void> {
  session.close();
  await session.ended.catch(() => {});
}

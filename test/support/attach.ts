import { afterEach } from 'node:test';
import { cluster } from './cluster.ts';
import { type Program, type ProgramOptions, startProgram } from './program.ts';
import { type RunResult, runProgram } from './run-program.ts';

const target = (kubeconfig: string, clusterId: string) => [clusterId, '--kubeconfig', kubeconfig];

const running = new Set<Program>();
afterEach(async () => {
  for (const program of running) {
    program.kill('SIGTERM');
    await program.exited;
  }
});

/** The built program on the real cluster, in a pseudo-terminal, until it is left or the test ends. */
export function attach(clusterId: string, options: ProgramOptions & { readonly kubeconfig?: string } = {}): Program {
  const program = startProgram(['attach', ...target(options.kubeconfig ?? cluster.kubeconfig(), clusterId)], options);
  running.add(program);
  void program.exited.then(() => running.delete(program));
  return program;
}

/** Goes to the jobs pane and puts the cursor on the one job of this id. */
export async function selectJob(program: Program, id: string): Promise<void> {
  await program.sees(id.slice(0, 8), 20_000);
  program.press('2');
  program.press(`/${id}\r`);
  await program.sees(new RegExp(`▶.*${id.slice(0, 8)}`));
}

/** Says yes to the dialog that a key has opened. */
export async function confirm(program: Program): Promise<void> {
  await program.sees('Yes, continue');
  program.press('y');
}

/** The built program on the real cluster, fed commands through a pipe. */
export function pipe(clusterId: string, input: string, kubeconfig = cluster.kubeconfig()): Promise<RunResult> {
  return runProgram(['attach', ...target(kubeconfig, clusterId)], { input });
}

/** A subcommand of the built program on the real cluster. */
export function subcommand(
  name: string,
  clusterId: string,
  args: readonly string[] = [],
  kubeconfig = cluster.kubeconfig(),
): Promise<RunResult> {
  return runProgram([name, ...target(kubeconfig, clusterId), ...args]);
}

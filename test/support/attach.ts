import { afterEach } from 'node:test';
import { cluster } from './cluster.ts';
import { type Program, type ProgramOptions, startProgram } from './program.ts';
import { type RunResult, runProgram } from './run-program.ts';

const targetArgs = (kubeconfig: string, clusterId: string) => [clusterId, '--kubeconfig', kubeconfig];

const running = new Set<Program>();
afterEach(async () => {
  for (const program of running) {
    program.kill('SIGTERM');
    await program.exited;
  }
});

/** Attaches the built program to the real cluster in a pseudo-terminal. The program ends with the test. */
export function attach(clusterId: string, options: ProgramOptions & { readonly kubeconfig?: string } = {}): Program {
  const program = startProgram(
    ['attach', ...targetArgs(options.kubeconfig ?? cluster.kubeconfig(), clusterId)],
    options,
  );
  running.add(program);
  void program.exited.then(() => running.delete(program));
  return program;
}

/** Selects the job with this id in the jobs pane. */
export async function selectJob(program: Program, id: string): Promise<void> {
  await program.sees(id.slice(0, 8), 20_000);
  program.press('2');
  program.press(`/${id}\r`);
  await program.sees(new RegExp(`▶.*${id.slice(0, 8)}`));
}

/** Confirms the open dialog. */
export async function confirm(program: Program): Promise<void> {
  await program.sees(/▶ Keep /);
  await program.sees(/^ y \w/m);
  program.press('y');
}

/** Runs commands from standard input on the real cluster with the built program. */
export function attachWithInput(
  clusterId: string,
  input: string,
  kubeconfig = cluster.kubeconfig(),
): Promise<RunResult> {
  return runProgram(['attach', ...targetArgs(kubeconfig, clusterId)], { input });
}

/** Runs a subcommand of the built program on the real cluster. */
export function subcommand(
  name: string,
  clusterId: string,
  args: readonly string[] = [],
  kubeconfig = cluster.kubeconfig(),
): Promise<RunResult> {
  return runProgram([name, ...targetArgs(kubeconfig, clusterId), ...args]);
}

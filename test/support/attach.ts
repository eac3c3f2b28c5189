import { cluster } from './cluster.ts';
import { type Program, type ProgramOptions, startProgram } from './program.ts';
import { type RunResult, runProgram } from './run-program.ts';

const target = (kubeconfig: string, clusterId: string) => [clusterId, '--kubeconfig', kubeconfig];

/** The built program on the real cluster, in a pseudo-terminal. */
export function attach(clusterId: string, options: ProgramOptions & { readonly kubeconfig?: string } = {}): Program {
  return startProgram(['attach', ...target(options.kubeconfig ?? cluster.kubeconfig(), clusterId)], options);
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

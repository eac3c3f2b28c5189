import type { Command as Program } from 'commander';
import type { Command } from '../../commands/record/command.ts';
import type { OutputFormat } from '../../commands/record/output-format.ts';
import type { FlagValues } from '../../settings/read-settings.ts';
import type { CompletionShell } from '../complete/completion-script.ts';

/** Options that every subcommand accepts. */
export type CommonOptions = {
  readonly flags: FlagValues;
  readonly format: OutputFormat;
};

export type DemoChoice = {
  /** Serve the demo and print a kubeconfig, without attaching. */
  readonly serve: boolean;
  readonly speed?: number;
  readonly port?: number;
  /** Enables flame graphs and the profiler of the simulated cluster. */
  readonly profiling?: boolean;
};

/** The frontends that argv can start. Each function resolves with the exit code of the process. */
export type Frontends = {
  /** Without a cluster-id, the user chooses a cluster first. */
  readonly attach: (common: CommonOptions, clusterId: string | undefined) => Promise<number>;
  /** Runs one command. `args` are the arguments and options after the cluster-id. */
  readonly command: (
    common: CommonOptions,
    command: Command,
    clusterId: string,
    args: readonly string[],
  ) => Promise<number>;
  /** Writes the journals of clusters until interrupted. `logs`: whether all logs are followed and kept. */
  readonly record: (
    common: CommonOptions,
    clusterIds: readonly string[],
    choice: { readonly logs: boolean },
  ) => Promise<number>;
  readonly clusters: (common: CommonOptions, choice: { readonly allNamespaces: boolean }) => Promise<number>;
  readonly demo: (common: CommonOptions, choice: DemoChoice) => Promise<number>;
  readonly permissions: (common: CommonOptions, choice: { readonly readOnly: boolean }) => Promise<number>;
  /** Prints the completion script of this shell. */
  readonly completion: (shell: CompletionShell) => Promise<number>;
  /** Called by the completion scripts: prints the candidates for the last word. */
  readonly complete: (words: readonly string[], program: Program) => Promise<number>;
};

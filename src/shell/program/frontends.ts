import type { Command as Program } from 'commander';
import type { Command } from '../../commands/record/command.ts';
import type { OutputFormat } from '../../commands/record/output-format.ts';
import type { FlagValues } from '../../settings/read-settings.ts';
import type { CompletionShell } from '../complete/completion-script.ts';

/** What may be said beside every subcommand. */
export type CommonOptions = {
  readonly flags: FlagValues;
  readonly format: OutputFormat;
};

export type DemoChoice = {
  /** Serve only, and print a kubeconfig. */
  readonly serve: boolean;
  readonly speed?: number;
  readonly port?: number;
};

/** Where argv can lead to. Each resolves with the exit code of the process. */
export type Frontends = {
  /** With no cluster-id, one is to be picked. */
  readonly attach: (common: CommonOptions, clusterId: string | undefined) => Promise<number>;
  /** A command of the table; the words are what followed the cluster-id. */
  readonly command: (
    common: CommonOptions,
    command: Command,
    clusterId: string,
    words: readonly string[],
  ) => Promise<number>;
  readonly clusters: (common: CommonOptions, choice: { readonly allNamespaces: boolean }) => Promise<number>;
  readonly demo: (common: CommonOptions, choice: DemoChoice) => Promise<number>;
  readonly rights: (common: CommonOptions, choice: { readonly readOnly: boolean }) => Promise<number>;
  /** The script for this shell. */
  readonly completion: (shell: CompletionShell) => Promise<number>;
  /** What the scripts ask: what may stand in the place of the last word. */
  readonly complete: (words: readonly string[], program: Program) => Promise<number>;
};

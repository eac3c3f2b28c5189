import type { Command as Program } from 'commander';
import type { Command } from '../commands/command.ts';
import type { OutputFormat } from '../commands/output-format.ts';
import type { FlagValues } from '../settings/read-settings.ts';
import type { CompletionShell } from './completion-script.ts';

/** What may be said beside every subcommand. */
export type Common = {
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
export type Doors = {
  /** With no cluster-id, one is to be picked. */
  readonly attach: (common: Common, clusterId: string | undefined) => Promise<number>;
  /** A command of the table; the words are what followed the cluster-id. */
  readonly command: (common: Common, command: Command, clusterId: string, words: readonly string[]) => Promise<number>;
  readonly clusters: (common: Common, choice: { readonly allNamespaces: boolean }) => Promise<number>;
  readonly demo: (common: Common, choice: DemoChoice) => Promise<number>;
  readonly rights: (common: Common, choice: { readonly readOnly: boolean }) => Promise<number>;
  /** The script for this shell. */
  readonly completion: (shell: CompletionShell) => Promise<number>;
  /** What the scripts ask: what may stand in the place of the last word. */
  readonly complete: (words: readonly string[], program: Program) => Promise<number>;
};

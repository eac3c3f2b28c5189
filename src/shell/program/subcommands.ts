import { Argument, InvalidArgumentError, type Command as Program } from 'commander';
import { isBlank } from '../../commands/line/parse.ts';
import type { Command } from '../../commands/record/command.ts';
import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import { type CompletionShell, completionShells } from '../complete/completion-script.ts';
import { printHelp } from '../print/print-help.ts';
import type { CommonOptions, DemoChoice, Frontends } from './frontends.ts';
import { globalOptionsHint, subcommandArguments, subcommandHelp } from './subcommand-help.ts';
import { emptyArgumentError, misplacedClusterIdError, missingClusterIdError } from './usage-error.ts';

/** One invocation of a subcommand, as commander parsed it. */
export type Invocation = {
  readonly common: CommonOptions;
  /** The value of `-Dkubernetes.cluster-id`. */
  readonly clusterId: string | undefined;
  readonly args: readonly string[];
  readonly options: { readonly [name: string]: unknown };
};

export type BuildContext = {
  readonly program: Program;
  /** Without node and script. */
  readonly argv: readonly string[];
  readonly frontends: Frontends;
  /** Converts a function of an invocation to a commander action. */
  readonly toAction: (run: (invocation: Invocation) => Promise<number>) => (...parameters: unknown[]) => Promise<void>;
};

function add({ program }: BuildContext, group: string, name: string, usage: string, summary: string): Program {
  return program.command(name).helpGroup(`${group}:`).usage(usage).description(summary);
}

const attachHelp = `
On the screen, ? shows the keys, : opens the command line, and q quits. The
cluster keeps running.

Without a terminal, each line of standard input is a command. "help" lists all
commands. The exit code is that of the last failed command, or 0.

flink-tui never deploys a cluster. An unknown cluster-id is an error with exit
code 3.

Examples:
  flink-tui attach my-first-flink-cluster -n flink --context staging
  flink-tui attach -Dkubernetes.cluster-id=ID -Dkubernetes.namespace=flink
  printf 'list\\ncancel 7d4f\\n' | flink-tui attach my-first-flink-cluster

${globalOptionsHint}`;

const recordHelp = `
Writes the same journal as the screen, which timeline shows. Runs until
interrupted: in tmux, as a systemd service or in a pod. Several flink-tui can
record one cluster at the same time.

On a terminal, one line shows the status. Otherwise, each change of the status is
printed to standard error.

Examples:
  flink-tui record my-first-flink-cluster
  flink-tui record orders payments -n flink --logs

${globalOptionsHint}`;

export function addClusterSubcommands(context: BuildContext): void {
  const { frontends, toAction } = context;
  const group = 'Clusters';
  add(context, group, 'attach', 'CLUSTER-ID', 'Open a cluster; without a terminal, read commands from standard input')
    .argument('[cluster-id]')
    .addHelpText('after', attachHelp)
    .action(
      toAction(({ common, clusterId, args: [arg] }) => frontends.attach(common, resolveClusterId(arg, clusterId))),
    );
  add(context, group, 'record', 'CLUSTER-ID...', 'Record what happens in clusters, without a screen')
    .argument('[cluster-ids...]')
    .option('--logs', 'Follow and keep the logs of all pods, and record error rates')
    .addHelpText('after', recordHelp)
    .action(
      toAction(({ common, clusterId, args, options }) => {
        const clusterIds = args.length === 0 && clusterId !== undefined ? [clusterId] : args;
        if (clusterIds.length === 0) throw missingClusterIdError('record');
        if (clusterIds.some(isBlank)) throw emptyArgumentError('cluster-id');
        return frontends.record(common, [...new Set(clusterIds)], { logs: options.logs === true });
      }),
    );
  add(context, group, 'clusters', '[-A]', 'List Flink clusters')
    .option('-A, --all-namespaces', 'List clusters in all namespaces; -o name prints NAMESPACE/ID')
    .action(
      toAction(({ common, options }) => frontends.clusters(common, { allNamespaces: options.allNamespaces === true })),
    );
  add(context, group, 'demo', '[--serve]', 'Open a simulated cluster')
    .option('--serve', 'Serve the simulated cluster without opening a screen, and print its kubeconfig')
    .option('--speed <factor>', 'Speed of the simulation: 1 is real time, 10 is ten times as fast', positiveNumber)
    .option('--port <port>', 'Server port on 127.0.0.1 (default: any free port)', portNumber)
    .option('--profiling', 'Enable flame graphs and the profiler, which are off by default in Flink')
    .action(
      toAction(({ common, options: { serve, ...choice } }) =>
        frontends.demo(common, { serve: serve === true, ...choice } as DemoChoice),
      ),
    );
}

/** Adds the commands as subcommands. Each command parses its own arguments, as in every other frontend. */
export function addCommands(context: BuildContext, commands: readonly Command[]): void {
  const { argv, frontends, toAction } = context;
  for (const command of commands) {
    add(context, 'Commands', command.name, subcommandArguments(command), command.summary)
      .aliases(command.aliases ?? [])
      .argument('[args...]')
      .allowUnknownOption()
      .configureHelp({ formatHelp: (_, help) => subcommandHelp(command, help) })
      .action(
        toAction(({ common, clusterId, args: parsed }) => {
          const args = restoreSeparator(parsed, argv);
          if (clusterId !== undefined) return frontends.command(common, command, clusterId, args);
          const [first, ...rest] = args;
          if (first === undefined) throw missingClusterIdError(command.name);
          if (isBlank(first)) throw emptyArgumentError('cluster-id');
          if (first.startsWith('-')) throw misplacedClusterIdError(command.name, first);
          return frontends.command(common, command, first, rest);
        }),
      );
  }
}

export function addOtherSubcommands(context: BuildContext): void {
  const { program, frontends, toAction } = context;
  const group = 'Other commands';
  add(context, group, 'permissions', '[--read-only]', 'Print the Kubernetes Role that flink-tui needs')
    .option('--read-only', "Print a Role with read access only (no access to Flink's REST API)")
    .action(toAction(({ common, options }) => frontends.permissions(common, { readOnly: options.readOnly === true })));
  add(context, group, 'completion', 'SHELL', 'Print a completion script for bash, zsh or fish')
    .addArgument(new Argument('<shell>').choices(completionShells))
    .action(toAction(({ args: [name] }) => frontends.completion(name as CompletionShell)));
  program
    .command('complete', { hidden: true })
    .argument('[args...]')
    .action(toAction(({ args }) => frontends.complete(args, program)));
  add(context, group, 'help', '[SUBCOMMAND]', 'Print help for flink-tui or a subcommand')
    .argument('[subcommand]')
    .action(toAction(({ common: { format }, args: [name] }) => printHelp(name, format, program)));
}

/** Restores the `--` of argv, which commander drops unless an unknown option precedes it. */
function restoreSeparator(args: readonly string[], argv: readonly string[]): readonly string[] {
  const index = args.length - (argv.length - argv.indexOf('--') - 1);
  return !argv.includes('--') || args[index - 1] === '--' ? args : args.toSpliced(index, 0, '--');
}

function resolveClusterId(argument: string | undefined, dynamic: string | undefined): string {
  const clusterId = argument ?? dynamic;
  if (clusterId === undefined) throw missingClusterIdError('attach');
  if (isBlank(clusterId)) throw emptyArgumentError('cluster-id');
  if (dynamic === undefined || dynamic === clusterId) return clusterId;
  throw new CommandError(
    exitCodes.usage,
    `conflicting cluster-ids: the argument is ${clusterId}, but -Dkubernetes.cluster-id is ${dynamic}`,
  );
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('Expected a number greater than 0.');
}

function portNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  throw new InvalidArgumentError('Expected a port number from 1 to 65535.');
}

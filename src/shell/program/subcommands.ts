import { Argument, InvalidArgumentError, type Command as Program } from 'commander';
import { isBlank } from '../../commands/line/parse.ts';
import type { Command } from '../../commands/record/command.ts';
import { CommandError, exitCodes } from '../../commands/record/command-error.ts';
import { type CompletionShell, completionShells } from '../complete/completion-script.ts';
import { printHelp } from '../print/print-help.ts';
import type { CommonOptions, DemoChoice, Frontends } from './frontends.ts';
import { subcommandArguments, subcommandHelp } from './subcommand-help.ts';
import { clusterIdIsFirst, emptyArgument, noClusterId } from './usage-error.ts';

/** One use of a subcommand, as commander read it. */
export type Invocation = {
  readonly common: CommonOptions;
  /** As `-Dkubernetes.cluster-id` says. */
  readonly clusterId: string | undefined;
  readonly args: readonly string[];
  readonly options: { readonly [name: string]: unknown };
};

export type BuildContext = {
  readonly program: Program;
  /** Without node and script. */
  readonly argv: readonly string[];
  readonly frontends: Frontends;
  /** Makes a door of what commander does with the words that it read. */
  readonly toAction: (door: (use: Invocation) => Promise<number>) => (...parameters: unknown[]) => Promise<void>;
};

function add({ program }: BuildContext, group: string, name: string, words: string, summary: string): Program {
  return program.command(name).helpGroup(`${group}:`).usage(words).description(summary);
}

const attachHelp = `
On the screen ? shows the keys, : takes a command, and q leaves; the cluster
goes on. Without a terminal each line of standard input is a command (help lists
them), and the exit code is that of the last one that failed. Nothing is ever
deployed: a cluster-id that is not there is an error, exit code 3.

Examples:
  flink-tui attach my-first-flink-cluster -n flink --context staging
  flink-tui attach -Dkubernetes.cluster-id=ID -Dkubernetes.namespace=flink
  printf 'list\\ncancel 7d4f\\n' | flink-tui attach my-first-flink-cluster

flink-tui --help shows the options that may stand beside every subcommand.`;

export function addClusterSubcommands(building: BuildContext): void {
  const { frontends: doors, toAction: leadTo } = building;
  const group = 'Session clusters';
  add(building, group, 'attach', 'CLUSTER-ID', 'open it; without a terminal, read commands from standard input')
    .argument('[cluster-id]')
    .addHelpText('after', attachHelp)
    .action(leadTo(({ common, clusterId, args: [word] }) => doors.attach(common, oneClusterId(word, clusterId))));
  add(building, group, 'clusters', '[-A]', 'list them')
    .option('-A, --all-namespaces', 'of all namespaces; -o name prints NAMESPACE/ID')
    .action(leadTo(({ common, options }) => doors.clusters(common, { allNamespaces: options.allNamespaces === true })));
  add(building, group, 'demo', '[--serve]', 'attach to a simulated one')
    .option('--serve', 'only serve it, and print a kubeconfig for it')
    .option('--speed <factor>', 'how many times faster than life it runs', positiveNumber)
    .option('--port <port>', 'port of 127.0.0.1 to serve it at; a free one if not given', portNumber)
    .action(
      leadTo(({ common, options: { serve, ...choice } }) =>
        doors.demo(common, { serve: serve === true, ...choice } as DemoChoice),
      ),
    );
}

/** The commands of the table. Their words are read by their records, as at every other door. */
export function addCommands(building: BuildContext, commands: readonly Command[]): void {
  const { argv, frontends: doors, toAction: leadTo } = building;
  for (const command of commands) {
    add(building, 'Commands', command.name, subcommandArguments(command), command.summary)
      .argument('[words...]')
      .allowUnknownOption()
      .configureHelp({ formatHelp: (_, help) => subcommandHelp(command, help) })
      .action(
        leadTo(({ common, clusterId, args: read }) => {
          const words = withSeparator(read, argv);
          if (clusterId !== undefined) return doors.command(common, command, clusterId, words);
          const [word, ...rest] = words;
          if (word === undefined) throw noClusterId(command.name);
          if (isBlank(word)) throw emptyArgument('cluster-id');
          if (word.startsWith('-')) throw clusterIdIsFirst(command.name, word);
          return doors.command(common, command, word, rest);
        }),
      );
  }
}

export function addOwnSubcommands(building: BuildContext): void {
  const { program, frontends: doors, toAction: leadTo } = building;
  const group = 'This program';
  add(building, group, 'rights', '[--read-only]', 'print the Role that it needs, as YAML')
    .option('--read-only', "to watch and nothing else: no acts, and no way to Flink's REST API")
    .action(leadTo(({ common, options }) => doors.rights(common, { readOnly: options.readOnly === true })));
  add(building, group, 'completion', 'SHELL', `print a script that completes words: ${completionShells.join(', ')}`)
    .addArgument(new Argument('<shell>').choices(completionShells))
    .action(leadTo(({ args: [name] }) => doors.completion(name as CompletionShell)));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(leadTo(({ args: words }) => doors.complete(words, program)));
  add(building, group, 'help', '[SUBCOMMAND]', 'print this, or the help of a subcommand')
    .argument('[subcommand]')
    .action(leadTo(({ common: { format }, args: [name] }) => printHelp(name, format, program)));
}

/** commander leaves out a `--`, unless an option that it does not know stands before it. */
function withSeparator(words: readonly string[], argv: readonly string[]): readonly string[] {
  const place = words.length - (argv.length - argv.indexOf('--') - 1);
  return !argv.includes('--') || words[place - 1] === '--' ? words : words.toSpliced(place, 0, '--');
}

function oneClusterId(word: string | undefined, dynamic: string | undefined): string {
  const clusterId = word ?? dynamic;
  if (clusterId === undefined) throw noClusterId('attach');
  if (isBlank(clusterId)) throw emptyArgument('cluster-id');
  if (dynamic === undefined || dynamic === clusterId) return clusterId;
  throw new CommandError(exitCodes.usage, `attach to ${clusterId}, or to ${dynamic} as -D says?`);
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It should be a number above 0.');
}

function portNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  throw new InvalidArgumentError('It should be a port, 1 to 65535.');
}

import { Argument, CommanderError, InvalidArgumentError, Command as Program } from 'commander';
import type { Command } from '../commands/command.ts';
import { CommandError, exitCodes } from '../commands/command-error.ts';
import { type CompletionShell, completionShells } from './completion-script.ts';
import type { Common, DemoChoice, Doors } from './doors.ts';
import type { DynamicProperties } from './dynamic-properties.ts';
import { addCommonOptions, readCommonOptions } from './program-options.ts';
import type { Streams } from './streams.ts';
import { subcommandHelp, subcommandWords } from './subcommand-help.ts';
import { noClusterId, unknownSubcommand, usageError } from './usage-error.ts';
import { writeText } from './write.ts';

export type ProgramParts = {
  /** Those that make sense as a subcommand. */
  readonly commands: readonly Command[];
  readonly doors: Doors;
  readonly streams: Streams;
  readonly version: string;
};

/** Leads argv (without node and script) to its door. Resolves with the exit code; wrong usage is a CommandError. */
export async function runProgram(argv: readonly string[], parts: ProgramParts): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = buildProgram(parts, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return exitCodes.done;
    throw usageError(error);
  }
}

type Use = {
  readonly common: Common;
  readonly dynamic: DynamicProperties;
  readonly words: readonly string[];
  readonly options: { readonly [name: string]: unknown };
};

/** All subcommands with their options. */
export function buildProgram(
  { commands, doors, streams, version }: ProgramParts,
  onExitCode: (code: number) => void,
): Program {
  const program = new Program('flink-tui')
    .usage('[OPTIONS] [SUBCOMMAND]')
    .description('Attaches to an Apache Flink session cluster on Kubernetes.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .addHelpText('after', '\nWithout a subcommand: all session clusters, to choose one from.')
    .configureHelp({ subcommandTerm: (sub) => `${sub.name()} ${sub.usage()}` })
    .configureOutput({ writeOut: (text) => void streams.stdout.write(text), outputError: () => {} })
    .exitOverride();
  addCommonOptions(program);

  /** What commander does when it has read the words of a subcommand. */
  const leadTo =
    (door: (use: Use) => Promise<number>) =>
    async (...parameters: unknown[]): Promise<void> => {
      const sub = parameters.at(-1) as Program;
      const { common, dynamic } = readCommonOptions(program);
      for (const note of dynamic.notes) await writeText(streams.stderr, note);
      onExitCode(await door({ common, dynamic, words: sub.args, options: sub.opts() }));
    };
  const add = (group: string, name: string, usage: string, summary: string): Program =>
    program.command(name).helpGroup(`${group}:`).usage(usage).description(summary);

  program.argument('[words...]').action(
    leadTo(({ common, dynamic, words: [word] }) => {
      if (word !== undefined) throw unknownSubcommand(word, program);
      return doors.attach(common, dynamic.clusterId);
    }),
  );

  add('Session clusters', 'attach', 'CLUSTER-ID', 'open it; without a terminal, read commands from standard input')
    .argument('[cluster-id]')
    .action(
      leadTo(({ common, dynamic, words: [word] }) => {
        const clusterId = word ?? dynamic.clusterId;
        if (clusterId === undefined) throw noClusterId('attach');
        if (dynamic.clusterId !== undefined && dynamic.clusterId !== clusterId) {
          throw new CommandError(exitCodes.usage, `attach to ${clusterId}, or to ${dynamic.clusterId} as -D says?`);
        }
        return doors.attach(common, clusterId);
      }),
    );
  add('Session clusters', 'clusters', '[-A]', 'list them')
    .option('-A, --all-namespaces', 'of all namespaces')
    .action(leadTo(({ common, options }) => doors.clusters(common, { allNamespaces: options.allNamespaces === true })));
  add('Session clusters', 'demo', '[--serve]', 'attach to a simulated one')
    .option('--serve', 'only serve it, and print a kubeconfig for it')
    .option('--speed <factor>', 'how many times faster than life it runs', positiveNumber)
    .option('--port <port>', 'port of 127.0.0.1 to serve it at; a free one if not given', portNumber)
    .action(
      leadTo(({ common, options: { serve, speed, port } }) =>
        doors.demo(common, { serve: serve === true, speed, port } as DemoChoice),
      ),
    );

  for (const command of commands) {
    add('Commands', command.name, subcommandWords(command), command.summary)
      // The words are read by the command's record, as at every other door.
      .argument('[words...]')
      .allowUnknownOption()
      .configureHelp({ formatHelp: (_, help) => subcommandHelp(command, help) })
      .action(
        leadTo(({ common, dynamic, words }) => {
          if (dynamic.clusterId !== undefined) return doors.command(common, command, dynamic.clusterId, words);
          const [clusterId, ...rest] = words;
          if (clusterId === undefined || clusterId.startsWith('-')) throw noClusterId(command.name);
          return doors.command(common, command, clusterId, rest);
        }),
      );
  }

  add('This program', 'rights', '[--read-only]', 'print the Role that it needs, as YAML')
    .option('--read-only', "to watch and nothing else: no acts, and no way to Flink's REST API")
    .action(leadTo(({ common, options }) => doors.rights(common, { readOnly: options.readOnly === true })));
  add('This program', 'completion', 'SHELL', `print a script that completes its words: ${completionShells.join(', ')}`)
    .addArgument(new Argument('<shell>').choices(completionShells))
    .action(leadTo(({ words: [name] }) => doors.completion(name as CompletionShell)));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(leadTo(({ words }) => doors.complete(words, program)));
  add('This program', 'help', '[SUBCOMMAND]', 'print this, or the help of a subcommand')
    .argument('[subcommand]')
    .action(
      leadTo(async ({ words: [name] }) => {
        const topic = name === undefined ? program : program.commands.find((sub) => sub.name() === name);
        if (topic === undefined) throw unknownSubcommand(name ?? '', program);
        topic.outputHelp();
        return exitCodes.done;
      }),
    );
  return program;
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

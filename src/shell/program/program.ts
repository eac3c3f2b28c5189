import { CommanderError, Command as Program } from 'commander';
import type { Command } from '../../commands/record/command.ts';
import { exitCodes } from '../../commands/record/command-error.ts';
import { printable } from '../../text/printable.ts';
import type { Streams } from '../print/streams.ts';
import { writeText } from '../print/write.ts';
import type { Frontends } from './frontends.ts';
import { addCommonOptions, readCommonOptions } from './program-options.ts';
import {
  addClusterSubcommands,
  addCommands,
  addOwnSubcommands,
  type BuildContext,
  type Invocation,
} from './subcommands.ts';
import { unknownSubcommand, usageError } from './usage-error.ts';

export type ProgramParts = {
  /** Those that make sense as a subcommand. */
  readonly commands: readonly Command[];
  readonly frontends: Frontends;
  readonly streams: Streams;
  readonly version: string;
};

const afterHelp = `
Without a subcommand: all session clusters, to choose one from.

Exit codes: 0 done, 1 failed or declined, 2 wrong usage, 3 not found,
4 not allowed, 5 unreachable, 130 interrupted.

Examples:
  flink-tui demo
  flink-tui attach my-first-flink-cluster -n flink
  flink-tui list my-first-flink-cluster -o json
  echo stop | flink-tui attach my-first-flink-cluster`;

/** Leads argv (without node and script) to its door. Resolves with the exit code; wrong usage is a CommandError. */
export async function runProgram(argv: readonly string[], parts: ProgramParts): Promise<number> {
  let exitCode: number = exitCodes.done;
  const onExitCode = (code: number) => {
    exitCode = code;
  };
  const program = buildProgram(parts, onExitCode, argv);
  try {
    refuseUnknownSubcommand(argv, parts);
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return exitCodes.done;
    throw usageError(error);
  }
}

/** commander answers `jobs --help` with the program's own help, whatever the word before it is. */
function refuseUnknownSubcommand(argv: readonly string[], parts: ProgramParts): void {
  if (!argv.includes('--help') && !argv.includes('-h')) return;
  // Another one, as reading the options changes it.
  const program = buildProgram(parts, () => {});
  const [word] = program.parseOptions([...argv]).operands;
  if (word === undefined || program.commands.some((sub) => sub.name() === word)) return;
  throw unknownSubcommand(word, program);
}

/** Every subcommand with its options: what argv is read by, and what the help and the completion tell. */
export function buildProgram(
  { commands, frontends: doors, streams, version }: ProgramParts,
  onExitCode: (code: number) => void,
  argv: readonly string[] = [],
): Program {
  const program = new Program('flink-tui')
    .usage('[OPTIONS] [SUBCOMMAND]')
    .description('Attaches to an Apache Flink session cluster on Kubernetes.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .addHelpText('after', afterHelp)
    .configureHelp({ subcommandTerm: (sub) => `${sub.name()} ${sub.usage()}`, minWidthToWrap: 30 })
    .configureOutput({
      writeOut: (text) => void streams.stdout.write(text),
      outputError: () => {},
      getOutHelpWidth: () => streams.stdout.columns ?? 80,
    })
    .exitOverride();
  addCommonOptions(program);

  const leadTo =
    (door: (use: Invocation) => Promise<number>) =>
    async (...parameters: unknown[]): Promise<void> => {
      const sub = parameters.at(-1) as Program;
      const { common, dynamic } = readCommonOptions(program);
      for (const note of dynamic.notes) await writeText(streams.stderr, printable(note));
      onExitCode(await door({ common, clusterId: dynamic.clusterId, args: sub.args, options: sub.opts() }));
    };
  const building: BuildContext = { program, argv, frontends: doors, toAction: leadTo };

  program.argument('[words...]').action(
    leadTo(({ common, clusterId, args: [word] }) => {
      if (word !== undefined) throw unknownSubcommand(word, program);
      return doors.attach(common, clusterId);
    }),
  );
  addClusterSubcommands(building);
  addCommands(building, commands);
  addOwnSubcommands(building);
  return program;
}

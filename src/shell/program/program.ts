import { CommanderError, Command as Program } from 'commander';
import type { Command } from '../../commands/record/command.ts';
import { exitCodes } from '../../commands/record/command-error.ts';
import { printable } from '../../text/printable.ts';
import type { Streams } from '../print/streams.ts';
import { writeText } from '../print/write.ts';
import { findSubcommand } from './find-subcommand.ts';
import type { Frontends } from './frontends.ts';
import { addCommonOptions, readCommonOptions } from './program-options.ts';
import {
  addClusterSubcommands,
  addCommands,
  addOtherSubcommands,
  type BuildContext,
  type Invocation,
} from './subcommands.ts';
import { unknownSubcommandError, usageError } from './usage-error.ts';

export type ProgramParts = {
  /** The commands that are available as subcommands. */
  readonly commands: readonly Command[];
  readonly frontends: Frontends;
  readonly streams: Streams;
  readonly version: string;
};

const afterHelp = `
Without a subcommand, flink-tui lists all Flink clusters and lets you open one.

Exit codes: 0 success, 1 failure or cancellation, 2 usage error, 3 not found,
4 permission denied, 5 unreachable, 130 interrupted.

Examples:
  flink-tui demo
  flink-tui attach my-first-flink-cluster -n flink
  flink-tui list my-first-flink-cluster -o json
  echo stop | flink-tui attach my-first-flink-cluster`;

/** Runs the frontend that argv (without node and script) selects. Resolves with its exit code. */
export async function runProgram(argv: readonly string[], parts: ProgramParts): Promise<number> {
  let exitCode: number = exitCodes.success;
  const onExitCode = (code: number) => {
    exitCode = code;
  };
  const program = buildProgram(parts, onExitCode, argv);
  try {
    rejectUnknownSubcommand(argv, parts);
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return exitCodes.success;
    throw usageError(error);
  }
}

/** Without this check, commander prints the program's own help for `unknown --help`. */
function rejectUnknownSubcommand(argv: readonly string[], parts: ProgramParts): void {
  if (!argv.includes('--help') && !argv.includes('-h')) return;
  // parseOptions stores values in the program, so this check needs its own program.
  const program = buildProgram(parts, () => {});
  const [name] = program.parseOptions([...argv]).operands;
  if (name === undefined || findSubcommand(program, name) !== undefined) return;
  throw unknownSubcommandError(name, program);
}

/** Builds the commander program: parsing, help and completion all read it. */
export function buildProgram(
  { commands, frontends, streams, version }: ProgramParts,
  onExitCode: (code: number) => void,
  argv: readonly string[] = [],
): Program {
  const program = new Program('flink-tui')
    .usage('[OPTIONS] [SUBCOMMAND]')
    .description('A terminal UI for Apache Flink session clusters on Kubernetes')
    .version(version, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print help')
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

  const toAction =
    (run: (invocation: Invocation) => Promise<number>) =>
    async (...parameters: unknown[]): Promise<void> => {
      const sub = parameters.at(-1) as Program;
      const { common, dynamic } = readCommonOptions(program);
      for (const note of dynamic.notes) await writeText(streams.stderr, printable(note));
      onExitCode(await run({ common, clusterId: dynamic.clusterId, args: sub.args, options: sub.opts() }));
    };
  const context: BuildContext = { program, argv, frontends, toAction };

  program.argument('[args...]').action(
    toAction(({ common, clusterId, args: [name] }) => {
      if (name !== undefined) throw unknownSubcommandError(name, program);
      return frontends.attach(common, clusterId);
    }),
  );
  addClusterSubcommands(context);
  addCommands(context, commands);
  addOtherSubcommands(context);
  return program;
}

import type { Command as Program } from 'commander';
import type { Command } from '../commands/command.ts';
import { configLevels } from '../logging-config/logging-config.ts';
import type { FlagValues } from '../settings/read-settings.ts';
import { settingTable } from '../settings/setting-table.ts';
import { completionShells } from './completion-script.ts';

export type Candidate = { readonly word: string; readonly summary: string };

/** What a command of the table lists by name. */
export type ListedKind = 'job' | 'pod' | 'logger';

/** What only the cluster can tell; the flags are those that stand in the words. */
export type CompletionSources = {
  readonly clusterIds: (flags: FlagValues) => Promise<readonly string[]>;
  readonly subjects: (kind: ListedKind, clusterId: string, flags: FlagValues) => Promise<readonly string[]>;
};

type KnownOption = {
  readonly flags: readonly string[];
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  /** What its value names. */
  readonly names: ListedKind | undefined;
  readonly summary: string;
};

/** What may stand in the place of the last word, which may be empty or begun. */
export async function completeWords(
  words: readonly string[],
  program: Program,
  commands: readonly Command[],
  sources: CompletionSources,
): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? '';
  const { name, operands, flags, options, pending } = readBefore(words.slice(0, -1), program, commands);
  const candidates = await propose();
  return candidates.filter(({ word }) => word.startsWith(current));

  async function propose(): Promise<readonly Candidate[]> {
    const [clusterId, ...rest] = operands;
    if (pending?.names !== undefined && clusterId !== undefined) {
      return plain(await sources.subjects(pending.names, clusterId, flags));
    }
    if (pending !== undefined) return plain(pending.choices);
    if (current.startsWith('-')) {
      return options.flatMap((option) => option.flags.map((word) => ({ word, summary: option.summary })));
    }
    const command = commands.find((candidate) => candidate.name === name);
    if (name === undefined || name === 'help') return subcommands(program);
    if (name === 'completion') return plain(completionShells);
    if (clusterId === undefined) {
      return command === undefined && name !== 'attach' ? [] : plain(await sources.clusterIds(flags));
    }
    const argument = command?.arguments[rest.length] ?? command?.arguments.findLast(({ many }) => many);
    switch (argument?.kind) {
      case 'job':
      case 'pod':
      case 'logger':
        return plain(await sources.subjects(argument.kind, clusterId, flags));
      case 'level':
        return plain(configLevels);
      default:
        return [];
    }
  }
}

/** What the words that are finished say. */
function readBefore(words: readonly string[], program: Program, commands: readonly Command[]) {
  const operands: string[] = [];
  const flags: { [name: string]: { readonly value: string; readonly flag: string } } = {};
  let pending: KnownOption | undefined;
  for (const word of words) {
    if (pending !== undefined) {
      const setting = settingTable.find(({ name }) => pending?.flags.includes(`--${name}`));
      if (setting !== undefined) flags[setting.name] = { value: word, flag: `--${setting.name}` };
      pending = undefined;
    } else if (word.startsWith('-')) {
      pending = optionsAfter(operands[0], program, commands).find(
        (option) => option.takesValue && option.flags.includes(word),
      );
    } else operands.push(word);
  }
  const [name, ...rest] = operands;
  return { name, operands: rest, flags, pending, options: optionsAfter(name, program, commands) };
}

function optionsAfter(
  name: string | undefined,
  program: Program,
  commands: readonly Command[],
): readonly KnownOption[] {
  const sub = program.commands.find((candidate) => candidate.name() === name);
  const command = commands.find((candidate) => candidate.name === name);
  return [
    ...(command?.options ?? []).map((option) => ({
      flags: option.short === undefined ? [`--${option.name}`] : [`--${option.name}`, `-${option.short}`],
      takesValue: option.value !== undefined,
      choices: option.choices ?? [],
      names: option.kind === 'pod' ? option.kind : undefined,
      summary: option.summary,
    })),
    ...[...(sub?.options ?? []), ...program.options].map((option) => ({
      flags: [option.long, option.short].filter((flag) => flag != null),
      takesValue: option.required,
      choices: option.argChoices ?? [],
      names: undefined,
      summary: option.description,
    })),
  ];
}

function subcommands(program: Program): readonly Candidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((sub) => ({ word: sub.name(), summary: sub.description() }));
}

function plain(words: readonly string[]): readonly Candidate[] {
  return words.map((word) => ({ word, summary: '' }));
}

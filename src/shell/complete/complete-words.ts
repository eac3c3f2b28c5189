import type { Argument, Option, Command as Program } from 'commander';
import { findCompletionTarget } from '../../commands/line/completion-target.ts';
import { parseFlag } from '../../commands/line/tokenize.ts';
import { podCandidates } from '../../commands/pods/pod-candidates.ts';
import type { ClusterNameKind, Command } from '../../commands/record/command.ts';
import { findByName } from '../../commands/record/command-names.ts';
import type { FlagValues } from '../../settings/read-settings.ts';
import { type Setting, settingTable } from '../../settings/setting-table.ts';
import { findSubcommand } from '../program/find-subcommand.ts';
import type { ClusterName } from './cluster-names.ts';

export type ShellCandidate = { readonly word: string; readonly summary: string };

/** Candidates that come from the cluster or the kubeconfig. `flags` are the flags on the command line. */
export type CompletionSources = {
  readonly clusterIds: (flags: FlagValues) => Promise<readonly ShellCandidate[]>;
  readonly context: (flags: FlagValues) => Promise<readonly ShellCandidate[]>;
  readonly namespace: (flags: FlagValues) => Promise<readonly ShellCandidate[]>;
  readonly names: (kind: ClusterNameKind, clusterId: string, flags: FlagValues) => Promise<readonly ClusterName[]>;
};

/** Returns the candidates for the last word, which may be empty or incomplete. */
export async function completeWords(
  words: readonly string[],
  program: Program,
  commands: readonly Command[],
  sources: CompletionSources,
): Promise<readonly ShellCandidate[]> {
  const typed = words.at(-1) ?? '';
  const { operands, flags, openOption, unused } = readProgramOptions(words.slice(0, -1), program);
  const [name, ...rest] = operands;
  if (openOption !== undefined) return startingWith(typed, await valuesOf(openOption, flags, sources));
  const attached = operands.includes('--') ? undefined : readAttached(typed, optionsFor(name, program));
  if (attached !== undefined) {
    const values = startingWith(attached.value, await valuesOf(attached.option, flags, sources));
    return values.map(({ word, summary }) => ({ word: attached.prefix + word, summary }));
  }
  const isCommand = name !== undefined && findByName(commands, name) !== undefined;
  if (isCommand && (rest.length > 0 || typed.startsWith('-'))) return completeCommand();
  if (typed.startsWith('-')) return startingWith(typed, unused);
  if (isCommand) return startingWith(typed, await sources.clusterIds(flags));
  if (name === undefined) return startingWith(typed, typed === '' ? subcommands(program) : withAliases(program));
  return startingWith(typed, await completeArgument(subcommandOf(name, program)?.registeredArguments[rest.length]));

  /** Returns the values of an argument of a subcommand that is not a command. */
  async function completeArgument(argument: Argument | undefined): Promise<readonly ShellCandidate[]> {
    if (argument?.name() === 'cluster-id') return sources.clusterIds(flags);
    if (argument?.name() === 'subcommand') return subcommands(program);
    return plain(argument?.argChoices ?? []);
  }

  /** Completes a command as on the command line of the screen, which has no cluster-id. */
  async function completeCommand(): Promise<readonly ShellCandidate[]> {
    const clusterId = rest[0]?.startsWith('-') ? undefined : rest[0];
    const next = findCompletionTarget(clusterId === undefined ? operands : operands.toSpliced(1, 1), typed);
    if (next.kind === 'word') return next.words;
    if (next.kind === 'option') {
      const own = next.words.filter(({ word }) => program.options.every(({ long }) => long !== word));
      return [...own, ...startingWith(typed, unused)];
    }
    if (clusterId === undefined) return [];
    const names = await sources.names(next.kind, clusterId, flags);
    const candidates =
      next.kind === 'pod'
        ? podCandidates(names, clusterId, next.typed, next.taken).map(({ text, pod: { summary } }) => ({
            word: text,
            summary,
          }))
        : nameCandidates(names, next.typed, next.taken);
    return candidates.map(({ word, summary }) => ({ word: next.prefix + word, summary }));
  }
}

/** Completes a job to its id, or to a unique name if the user has typed a part of the name. */
function nameCandidates(
  names: readonly ClusterName[],
  typed: string,
  taken: readonly string[],
): readonly ShellCandidate[] {
  const available = names.filter(({ name, jobName }) => !taken.includes(name) && !taken.includes(jobName ?? name));
  const byName = available.map(({ name, summary }) => ({ word: name, summary }));
  if (typed === '') return byName;
  const isUnique = (jobName: string) =>
    /^[\w.-]+$/.test(jobName) &&
    names.filter((other) => other.jobName === jobName).length === 1 &&
    !names.some((other) => other.name.startsWith(jobName.toLowerCase()));
  const byJobName = available.flatMap(({ name, summary, jobName }) =>
    jobName !== undefined && isUnique(jobName) ? [{ word: jobName, summary: `${name.slice(0, 8)} ${summary}` }] : [],
  );
  return startingWith(typed, [...byName, ...byJobName]);
}

/** Splits a word such as `--context=st` into the option, its prefix `--context=` and its value `st`. */
function readAttached(typed: string, options: readonly Option[]) {
  const { flag, attached: value } = parseFlag(typed) ?? {};
  const option = options.find(({ long, short }) => flag !== undefined && [long, short].includes(flag));
  if (option?.required !== true || value === undefined) return undefined;
  return { option, value, prefix: typed.slice(0, typed.length - value.length) };
}

/** Separates the options that commander parses, at any position, from the operands. */
function readProgramOptions(words: readonly string[], program: Program) {
  const operands: string[] = [];
  const used: Option[] = [];
  const flags: { [name: string]: { readonly value: string; readonly flag: string } } = {};
  let openOption: Option | undefined;
  const rest = words.values();
  for (const word of rest) {
    const { flag, attached } = parseFlag(word) ?? {};
    const option = optionsFor(operands[0], program).find(
      ({ long, short }) => flag !== undefined && [long, short].includes(flag),
    );
    if (word === '--') for (const operand of [word, ...rest]) operands.push(operand);
    else if (option === undefined) operands.push(word);
    else {
      used.push(option);
      if (!option.required) continue;
      const value = attached ?? rest.next().value;
      const setting = settingTable.find(({ name }) => option.long === `--${name}`);
      if (value === undefined) openOption = option;
      else if (setting !== undefined) flags[setting.name] = { value, flag: `--${setting.name}` };
    }
  }
  return { operands, flags, openOption, unused: unusedOptions(optionsFor(operands[0], program), used) };
}

function optionsFor(name: string | undefined, program: Program): readonly Option[] {
  return [...(subcommandOf(name, program)?.options ?? []), ...program.options];
}

function subcommandOf(name: string | undefined, program: Program): Program | undefined {
  return findSubcommand(program, name);
}

/** Returns the values of an option, from its choices, the setting's schema, the kubeconfig or the cluster. */
async function valuesOf(
  { argChoices, long }: Option,
  flags: FlagValues,
  sources: CompletionSources,
): Promise<readonly ShellCandidate[]> {
  if (argChoices !== undefined) return plain(argChoices);
  const setting: Setting | undefined = settingTable.find(({ name }) => long === `--${name}`);
  if (setting?.completes !== undefined) return sources[setting.completes](flags);
  return plain(setting !== undefined && 'options' in setting.schema ? (setting.schema.options as string[]) : []);
}

/** Returns the options that can still be added. An option whose values form a list can be repeated. */
function unusedOptions(known: readonly Option[], used: readonly Option[]): readonly ShellCandidate[] {
  return known
    .filter((option) => Array.isArray(option.defaultValue) || !used.includes(option))
    .map(({ long, short = '', description }) => ({ word: long ?? short, summary: description }));
}

function subcommands(program: Program): readonly ShellCandidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((sub) => ({ word: sub.name(), summary: sub.description() }));
}

/** An alias is suggested once a part of it is typed. */
function withAliases(program: Program): readonly ShellCandidate[] {
  return subcommands(program).flatMap(({ word, summary }) => {
    const aliases = findSubcommand(program, word)?.aliases() ?? [];
    return plain([word, ...aliases]).map((candidate) => ({ ...candidate, summary }));
  });
}

function plain(words: readonly string[]): readonly ShellCandidate[] {
  return words.map((word) => ({ word, summary: '' }));
}

function startingWith(typed: string, candidates: readonly ShellCandidate[]): readonly ShellCandidate[] {
  return candidates.filter(({ word }) => word.startsWith(typed));
}

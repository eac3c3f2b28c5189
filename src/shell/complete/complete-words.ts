import type { Argument, Option, Command as Program } from 'commander';
import { findCompletionTarget } from '../../commands/line/completion-target.ts';
import { parseFlag } from '../../commands/line/tokenize.ts';
import { podCandidates } from '../../commands/pods/pod-candidates.ts';
import type { ClusterNameKind, Command } from '../../commands/record/command.ts';
import type { FlagValues } from '../../settings/read-settings.ts';
import { type Setting, settingTable } from '../../settings/setting-table.ts';
import type { ClusterName } from './cluster-names.ts';

export type ShellCandidate = { readonly word: string; readonly summary: string };

/** What only the cluster can tell; the flags are those that stand in the words. */
export type CompletionSources = {
  readonly clusterIds: (flags: FlagValues) => Promise<readonly ShellCandidate[]>;
  readonly context: (flags: FlagValues) => Promise<readonly ShellCandidate[]>;
  readonly namespace: (flags: FlagValues) => Promise<readonly ShellCandidate[]>;
  readonly names: (kind: ClusterNameKind, clusterId: string, flags: FlagValues) => Promise<readonly ClusterName[]>;
};

/** What may stand in the place of the last word, which may be empty or begun. */
export async function completeWords(
  words: readonly string[],
  program: Program,
  commands: readonly Command[],
  sources: CompletionSources,
): Promise<readonly ShellCandidate[]> {
  const typed = words.at(-1) ?? '';
  const { others, flags, awaiting, notGiven } = readProgramOptions(words.slice(0, -1), program);
  const [name, ...rest] = others;
  if (awaiting !== undefined) return startingWith(typed, await valuesOf(awaiting, flags, sources));
  const attached = others.includes('--') ? undefined : readAttached(typed, optionsBeside(name, program));
  if (attached !== undefined) {
    const values = startingWith(attached.value, await valuesOf(attached.option, flags, sources));
    return values.map(({ word, summary }) => ({ word: attached.prefix + word, summary }));
  }
  const isCommand = commands.some((command) => command.name === name);
  if (isCommand && (rest.length > 0 || typed.startsWith('-'))) return wordsOfCommand();
  if (typed.startsWith('-')) return startingWith(typed, notGiven);
  if (isCommand) return startingWith(typed, await sources.clusterIds(flags));
  if (name === undefined) return startingWith(typed, subcommands(program));
  return startingWith(typed, await wordsOfOwn(subcommandOf(name, program)?.registeredArguments[rest.length]));

  /** What an argument of the program's own subcommands may be. */
  async function wordsOfOwn(argument: Argument | undefined): Promise<readonly ShellCandidate[]> {
    if (argument?.name() === 'cluster-id') return sources.clusterIds(flags);
    if (argument?.name() === 'subcommand') return subcommands(program);
    return plain(argument?.argChoices ?? []);
  }

  /** The cluster-id comes first, unless `-D` tells it; the other words are read as in every frontend. */
  async function wordsOfCommand(): Promise<readonly ShellCandidate[]> {
    const clusterId = rest[0]?.startsWith('-') ? undefined : rest[0];
    const next = findCompletionTarget(clusterId === undefined ? others : others.toSpliced(1, 1), typed);
    if (next.kind === 'word') return next.words;
    if (next.kind === 'option') {
      const own = next.words.filter(({ word }) => program.options.every(({ long }) => long !== word));
      return [...own, ...startingWith(typed, notGiven)];
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

/** A job is proposed by its id, which says its name beside it; by name once that is being typed, if it is enough. */
function nameCandidates(
  names: readonly ClusterName[],
  typed: string,
  taken: readonly string[],
): readonly ShellCandidate[] {
  const free = names.filter(({ name, jobName }) => !taken.includes(name) && !taken.includes(jobName ?? name));
  const byName = free.map(({ name, summary }) => ({ word: name, summary }));
  if (typed === '') return byName;
  const isEnough = (jobName: string) =>
    /^[\w.-]+$/.test(jobName) &&
    names.filter((other) => other.jobName === jobName).length === 1 &&
    !names.some((other) => other.name.startsWith(jobName.toLowerCase()));
  const byJobName = free.flatMap(({ name, summary, jobName }) =>
    jobName !== undefined && isEnough(jobName) ? [{ word: jobName, summary: `${name.slice(0, 8)} ${summary}` }] : [],
  );
  return startingWith(typed, [...byName, ...byJobName]);
}

/** An option of the program that stands in one word with its value, and with what is before that: `--context=`. */
function readAttached(typed: string, options: readonly Option[]) {
  const { flag, attached: value } = parseFlag(typed) ?? {};
  const option = options.find(({ long, short }) => flag !== undefined && [long, short].includes(flag));
  if (option?.required !== true || value === undefined) return undefined;
  return { option, value, prefix: typed.slice(0, typed.length - value.length) };
}

/** Parts the options that commander reads, which may stand anywhere, from the other words. */
function readProgramOptions(words: readonly string[], program: Program) {
  const others: string[] = [];
  const given: Option[] = [];
  const flags: { [name: string]: { readonly value: string; readonly flag: string } } = {};
  let awaiting: Option | undefined;
  const rest = words.values();
  for (const word of rest) {
    const { flag, attached } = parseFlag(word) ?? {};
    const option = optionsBeside(others[0], program).find(
      ({ long, short }) => flag !== undefined && [long, short].includes(flag),
    );
    if (word === '--') for (const operand of [word, ...rest]) others.push(operand);
    else if (option === undefined) others.push(word);
    else {
      given.push(option);
      if (!option.required) continue;
      const value = attached ?? rest.next().value;
      const setting = settingTable.find(({ name }) => option.long === `--${name}`);
      if (value === undefined) awaiting = option;
      else if (setting !== undefined) flags[setting.name] = { value, flag: `--${setting.name}` };
    }
  }
  return { others, flags, awaiting, notGiven: optionsNotGiven(optionsBeside(others[0], program), given) };
}

function optionsBeside(name: string | undefined, program: Program): readonly Option[] {
  return [...(subcommandOf(name, program)?.options ?? []), ...program.options];
}

function subcommandOf(name: string | undefined, program: Program): Program | undefined {
  return program.commands.find((candidate) => candidate.name() === name);
}

/** Those of a setting stand in its schema, or somebody else knows them. */
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

/** One whose values are gathered in a list may be given again. */
function optionsNotGiven(known: readonly Option[], given: readonly Option[]): readonly ShellCandidate[] {
  return known
    .filter((option) => Array.isArray(option.defaultValue) || !given.includes(option))
    .map(({ long, short = '', description }) => ({ word: long ?? short, summary: description }));
}

function subcommands(program: Program): readonly ShellCandidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((sub) => ({ word: sub.name(), summary: sub.description() }));
}

function plain(words: readonly string[]): readonly ShellCandidate[] {
  return words.map((word) => ({ word, summary: '' }));
}

function startingWith(typed: string, candidates: readonly ShellCandidate[]): readonly ShellCandidate[] {
  return candidates.filter(({ word }) => word.startsWith(typed));
}

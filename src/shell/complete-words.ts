import type { Option, Command as Program } from 'commander';
import type { ClusterNameKind, Command } from '../commands/command.ts';
import { nextWord, readFlag } from '../commands/next-word.ts';
import { optionsOf } from '../commands/output-format.ts';
import { podWords } from '../commands/pod-words.ts';
import type { FlagValues } from '../settings/read-settings.ts';
import { type Setting, settingTable } from '../settings/setting-table.ts';
import type { ClusterName } from './cluster-names.ts';
import { completionShells } from './completion-script.ts';

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
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
  if (flag !== undefined && value !== undefined) {
    if (!takesValue(flag, words, program, commands)) return [];
    const candidates = await completeWords([...words.slice(0, -1), flag, value], program, commands, sources);
    return candidates.map(({ word, summary }) => ({ word: `${flag}=${word}`, summary }));
  }
  const { others, flags, awaiting, notGiven } = readProgramOptions(words.slice(0, -1), program);
  const [name, ...rest] = others;
  if (awaiting !== undefined) return startingWith(typed, await valuesOf(awaiting, flags, sources));
  const isCommand = commands.some((command) => command.name === name);
  if ((isCommand || name === 'attach') && rest.length === 0 && !typed.startsWith('-')) {
    return startingWith(typed, await sources.clusterIds(flags));
  }
  if (isCommand) return wordsOfCommand();
  if (typed.startsWith('-')) return startingWith(typed, notGiven);
  if (rest.length > 0) return [];
  if (name === undefined || name === 'help') return startingWith(typed, subcommands(program));
  return name === 'completion' ? startingWith(typed, plain(completionShells)) : [];

  /** The cluster-id comes first, unless `-D` tells it; the other words are read as at every door. */
  async function wordsOfCommand(): Promise<readonly ShellCandidate[]> {
    const clusterId = rest[0]?.startsWith('-') ? undefined : rest[0];
    const next = nextWord(clusterId === undefined ? others : others.toSpliced(1, 1), typed);
    if (next.kind === 'word') return next.words;
    if (next.kind === 'option') {
      const own = next.words.filter(({ word }) => program.options.every(({ long }) => long !== word));
      return [...own, ...startingWith(typed, notGiven)];
    }
    if (clusterId === undefined) return [];
    const names = await sources.names(next.kind, clusterId, flags);
    if (next.kind === 'pod') {
      return podWords(names, clusterId, typed, next.taken).map(({ text, pod }) => ({
        word: text,
        summary: pod.summary,
      }));
    }
    return nameCandidates(names, typed, next.taken);
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

function takesValue(flag: string, words: readonly string[], program: Program, commands: readonly Command[]): boolean {
  const { others } = readProgramOptions(words.slice(0, -1), program);
  const known = optionsBeside(others[0], program).find(({ long }) => long === flag);
  if (known !== undefined) return known.required;
  const command = commands.find(({ name }) => name === others[0]);
  return (
    command !== undefined && optionsOf(command).some(({ name, value }) => `--${name}` === flag && value !== undefined)
  );
}

/** Parts the options that commander reads, which may stand anywhere, from the other words. */
function readProgramOptions(words: readonly string[], program: Program) {
  const others: string[] = [];
  const given: Option[] = [];
  const flags: { [name: string]: { readonly value: string; readonly flag: string } } = {};
  let awaiting: Option | undefined;
  const rest = words.values();
  for (const word of rest) {
    const { flag, attached } = readFlag(word);
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
  const sub = program.commands.find((candidate) => candidate.name() === name);
  return [...(sub?.options ?? []), ...program.options];
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

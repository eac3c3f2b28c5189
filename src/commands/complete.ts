import type { JobOverview } from '../flink/answers.ts';
import { configLevels } from '../logging-config/logging-config.ts';
import type { SessionSnapshot } from '../session/snapshot.ts';
import { printable } from '../text/printable.ts';
import type { Command, Option } from './command.ts';
import { optionsOf } from './output-format.ts';
import { quoteWord, splitWords } from './split-words.ts';
import { commands, findCommand } from './table.ts';

export type Candidate = {
  /** What the word becomes, quoted where it has to be. */
  readonly text: string;
  /** What it is, in a few words. */
  readonly hint: string;
};
export type Completion = {
  /** Where the word begins that a candidate takes the place of; it ends where the line does. */
  readonly from: number;
  readonly candidates: readonly Candidate[];
};

/** What the last word of a line, up to the cursor, may become: a command, an option, its value, a job a pod or a logger. `seen` are the loggers in the logs. */
export function complete(line: string, snapshot: SessionSnapshot, seen: readonly string[] = []): Completion {
  const { words, lastWordAt } = splitWords(line);
  const begun = lastWordAt < line.length;
  const word = begun ? (words.at(-1) ?? '') : '';
  const before = begun ? words.slice(0, -1) : words;
  return { from: lastWordAt, candidates: candidatesFor(word, before, snapshot, seen) };
}

function candidatesFor(
  word: string,
  before: readonly string[],
  snapshot: SessionSnapshot,
  seen: readonly string[],
): readonly Candidate[] {
  const [name, ...given] = before;
  if (name === undefined)
    return startingWith(
      word,
      commands.map(({ name, summary }) => ({ text: name, hint: summary })),
    );
  const command = findCommand(name);
  if (command === undefined) return [];
  const { operands, awaiting } = readGiven(command, given);
  if (awaiting?.kind === 'pod') return podCandidates(word, [], snapshot);
  if (awaiting !== undefined) {
    return startingWith(
      word,
      (awaiting.choices ?? []).map((text) => ({ text, hint: awaiting.summary })),
    );
  }
  if (word.startsWith('-')) return startingWith(word, optionsNotGiven(command, given));
  return argumentsFor(word, command, operands, snapshot, seen);
}

/** The arguments among the finished words, and the option whose value comes next. */
function readGiven(command: Command, given: readonly string[]) {
  const operands: string[] = [];
  let awaiting: Option | undefined;
  for (const word of given) {
    if (awaiting !== undefined) awaiting = undefined;
    else if (!word.startsWith('-')) operands.push(word);
    else awaiting = optionsOf(command).find((option) => option.value !== undefined && isNamed(option, word));
  }
  return { operands, awaiting };
}

function isNamed({ name, short }: Option, word: string): boolean {
  return word === `--${name}` || (short !== undefined && word === `-${short}`);
}

function optionsNotGiven(command: Command, given: readonly string[]): readonly Candidate[] {
  return optionsOf(command)
    .filter(({ name, many }) => many || !given.includes(`--${name}`))
    .map(({ name, summary }) => ({ text: `--${name}`, hint: summary }));
}

function argumentsFor(
  word: string,
  command: Command,
  taken: readonly string[],
  snapshot: SessionSnapshot,
  seen: readonly string[],
): readonly Candidate[] {
  const argument = command.arguments[taken.length] ?? command.arguments.find(({ many }) => many);
  switch (argument?.kind) {
    case 'command':
      return startingWith(
        word,
        commands.map(({ name, summary }) => ({ text: name, hint: summary })),
      );
    case 'pod':
      return podCandidates(word, taken, snapshot);
    case 'logger':
      return loggerCandidates(word, snapshot, seen);
    case 'level':
      return startingWith(
        word.toUpperCase(),
        configLevels.map((text) => ({ text, hint: '' })),
      );
    case 'job':
      return jobCandidates(word, taken, command, snapshot);
    default:
      return [];
  }
}

function podCandidates(word: string, taken: readonly string[], { pods = [] }: SessionSnapshot): readonly Candidate[] {
  return startingWith(
    word,
    pods
      .filter(({ name, goneAt }) => goneAt === undefined && !taken.includes(name))
      .map(({ name, word: state }) => ({ text: name, hint: state })),
  );
}

/** Those of the file, each with its level; then those that have logged something. */
function loggerCandidates(word: string, { logging }: SessionSnapshot, seen: readonly string[]): readonly Candidate[] {
  const inFile = (logging?.config.loggers ?? []).map(({ name, level }) => ({ text: name, hint: level ?? '' }));
  const others = seen.filter((name) => inFile.every(({ text }) => text !== name));
  return startingWith(word, [...inFile, ...others.map((text) => ({ text, hint: 'in the logs' }))]);
}

/** Jobs that the command can act on, by name where that is enough and safe to type, else by id. */
function jobCandidates(
  word: string,
  taken: readonly string[],
  command: Command,
  snapshot: SessionSnapshot,
): readonly Candidate[] {
  const eligible = (snapshot.jobs ?? []).filter(
    ({ id, name }) =>
      !taken.includes(id) &&
      !taken.includes(name) &&
      command.available(snapshot, { arguments: [id], options: {} }) === true,
  );
  const byId = ({ id, name, state }: JobOverview) => ({ text: id, hint: `${printable(name)} ${state}` });
  const byName = ({ name, id, state }: JobOverview) => ({ text: quoteWord(name), hint: `${id.slice(0, 8)} ${state}` });
  const isEnough = ({ name }: JobOverview) =>
    printable(name) === name && eligible.filter((other) => other.name === name).length === 1;
  const named = eligible.filter((job) => isEnough(job) && job.name.startsWith(word)).map(byName);
  const nameless = eligible.filter((job) => !isEnough(job) && (job.name.startsWith(word) || job.id.startsWith(word)));
  const withId = word === '' ? [] : eligible.filter((job) => isEnough(job) && job.id.startsWith(word));
  return [...named, ...nameless.map(byId), ...withId.map(byId)];
}

function startingWith(word: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ text }) => text.startsWith(word));
}

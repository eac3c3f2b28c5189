import type { JobOverview } from '../../flink/answers.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { printable } from '../../text/printable.ts';
import { podCandidates } from '../pods/pod-candidates.ts';
import type { ClusterNameKind, Command } from '../record/command.ts';
import { type NextWord, nextWord } from './next-word.ts';
import { quoteWord, splitWords } from './split-words.ts';

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

type ClusterName = NextWord & { readonly kind: ClusterNameKind };

/** What the last word of a line, up to the cursor, may become: a command, an option, its value, a job, a pod or a logger. `seen` are the loggers in the logs. */
export function complete(line: string, snapshot: SessionSnapshot, seen: readonly string[] = []): Completion {
  const { words } = splitWords(line);
  const last = words.at(-1);
  // A blank after the last word begins a new one.
  const begun = last?.to === line.length ? last : { text: '', from: line.length };
  const finished = words.filter((word) => word !== begun).map(({ text }) => text);
  return { from: begun.from, candidates: candidatesFor(nextWord(finished, begun.text), snapshot, seen) };
}

function candidatesFor(next: NextWord, snapshot: SessionSnapshot, seen: readonly string[]): readonly Candidate[] {
  if (next.kind === 'option' || next.kind === 'word') {
    return next.words.map(({ word, summary }) => ({ text: word, hint: summary }));
  }
  return namesFor(next, snapshot, seen).map(({ text, hint }) => ({ text: next.prefix + text, hint }));
}

function namesFor(
  { kind, typed, taken, command }: ClusterName,
  snapshot: SessionSnapshot,
  seen: readonly string[],
): readonly Candidate[] {
  switch (kind) {
    case 'job':
      return jobCandidates(typed, taken, command, snapshot);
    case 'pod':
      return podNames(typed, taken, snapshot);
    case 'logger':
      return loggerCandidates(typed, snapshot, seen);
  }
}

function podNames(
  word: string,
  taken: readonly string[],
  { clusterId, pods = [] }: SessionSnapshot,
): readonly Candidate[] {
  const present = pods.filter(({ goneAt }) => goneAt === undefined);
  return podCandidates(present, clusterId, word, taken).map(({ text, pod }) => ({ text, hint: pod.status }));
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
  const { jobs = [] } = snapshot;
  const eligible = jobs.filter(
    ({ id, name }) =>
      !taken.includes(id) &&
      !taken.includes(name) &&
      command.available(snapshot, { arguments: [id], options: {} }) === true,
  );
  const byId = ({ id, name, state }: JobOverview) => ({ text: id, hint: `${printable(name)} ${state}` });
  const byName = ({ name, id, state }: JobOverview) => ({ text: quoteWord(name), hint: `${id.slice(0, 8)} ${state}` });
  const isEnough = ({ name }: JobOverview) =>
    printable(name) === name &&
    jobs.filter((other) => other.name === name && !hasEnded(other.state)).length === 1 &&
    !jobs.some((other) => other.id.startsWith(name.toLowerCase()));
  const named = eligible.filter((job) => isEnough(job) && job.name.startsWith(word)).map(byName);
  const nameless = eligible.filter((job) => !isEnough(job) && (job.name.startsWith(word) || job.id.startsWith(word)));
  const withId = word === '' ? [] : eligible.filter((job) => isEnough(job) && job.id.startsWith(word));
  return [...named, ...nameless.map(byId), ...withId.map(byId)];
}

function startingWith(word: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ text }) => text.startsWith(word));
}

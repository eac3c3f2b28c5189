import { hasEnded } from '../../flink/has-ended.ts';
import type { JobOverview } from '../../flink/responses.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { printable } from '../../text/printable.ts';
import { podCandidates } from '../pods/pod-candidates.ts';
import type { ClusterNameKind, Command } from '../record/command.ts';
import { type CompletionTarget, findCompletionTarget } from './completion-target.ts';
import { quoteWord, splitWords } from './split-words.ts';

export type Candidate = {
  /** The completed word, quoted if necessary. */
  readonly text: string;
  /** A short description. */
  readonly hint: string;
};
export type Completion = {
  /** Offset of the word that a candidate replaces. The word ends at the end of the line. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
};

type ClusterName = CompletionTarget & { readonly kind: ClusterNameKind };

/**
 * Completes the last word of a line that ends at the cursor, such as a command, an option value, a job or a pod.
 * `seenLoggers` are the loggers in the logs.
 */
export function complete(line: string, snapshot: SessionSnapshot, seenLoggers: readonly string[] = []): Completion {
  const { words } = splitWords(line);
  const last = words.at(-1);
  // Whitespace after the last word starts a new word.
  const current = last?.end === line.length ? last : { text: '', start: line.length };
  const finished = words.filter((word) => word !== current).map(({ text }) => text);
  return {
    start: current.start,
    candidates: candidatesFor(findCompletionTarget(finished, current.text), snapshot, seenLoggers),
  };
}

function candidatesFor(
  next: CompletionTarget,
  snapshot: SessionSnapshot,
  seenLoggers: readonly string[],
): readonly Candidate[] {
  if (next.kind === 'option' || next.kind === 'word') {
    return next.words.map(({ word, summary }) => ({ text: word, hint: summary }));
  }
  return namesFor(next, snapshot, seenLoggers).map(({ text, hint }) => ({ text: next.prefix + text, hint }));
}

function namesFor(
  { kind, typed, taken, command }: ClusterName,
  snapshot: SessionSnapshot,
  seenLoggers: readonly string[],
): readonly Candidate[] {
  switch (kind) {
    case 'job':
      return jobCandidates(typed, taken, command, snapshot);
    case 'pod':
      return podNames(typed, taken, snapshot);
    case 'logger':
      return loggerCandidates(typed, snapshot, seenLoggers);
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

/** Returns the loggers of the logging configuration file with their levels, then other loggers from the logs. */
function loggerCandidates(
  word: string,
  { logging }: SessionSnapshot,
  seenLoggers: readonly string[],
): readonly Candidate[] {
  const inFile = (logging?.config.loggers ?? []).map(({ name, level }) => ({ text: name, hint: level ?? '' }));
  const others = seenLoggers.filter((name) => inFile.every(({ text }) => text !== name));
  return startingWith(word, [...inFile, ...others.map((text) => ({ text, hint: 'in the logs' }))]);
}

/** Returns the jobs that the command can act on: by name if the name is unique and printable, else by id. */
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
  const isNameUsable = ({ name }: JobOverview) =>
    printable(name) === name &&
    jobs.filter((other) => other.name === name && !hasEnded(other.state)).length === 1 &&
    !jobs.some((other) => other.id.startsWith(name.toLowerCase()));
  const withName = eligible.filter((job) => isNameUsable(job) && job.name.startsWith(word)).map(byName);
  const withoutName = eligible.filter(
    (job) => !isNameUsable(job) && (job.name.startsWith(word) || job.id.startsWith(word)),
  );
  const matchingId = word === '' ? [] : eligible.filter((job) => isNameUsable(job) && job.id.startsWith(word));
  return [...withName, ...withoutName.map(byId), ...matchingId.map(byId)];
}

function startingWith(word: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ text }) => text.startsWith(word));
}

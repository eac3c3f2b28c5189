import { describeError } from '../../../commands/record/describe-error.ts';
import { findTrace } from '../../../session/jobs/find-trace.ts';
import { foldTrace, readTrace, type TraceLine } from '../../../session/jobs/fold-trace.ts';
import { causeText } from '../../../session/journal/describe-entry.ts';
import type { FailureEntry } from '../../../session/journal/entry.ts';
import { countOf } from '../../../text/count-of.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { clockAndAge } from '../../draw/age.ts';
import { wrapAndCut } from '../../draw/fit.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { headingRows, labelledRows, type Part } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Theme } from '../../theme/theme.ts';
import { forgottenJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';
import { traceLineRows } from '../trace-line-rows.ts';
import { keptByFlink, openFailure, readTraces, type ShownFailure } from './failure-data.ts';
import { fullTask, outcomeOf } from './failure-texts.ts';
import { partsRow } from './parts-row.ts';

/** Blank columns at both sides. */
const margin = 1;
const maxConcurrent = 3;
const maxMessageRows = 3;

const linesOf = rememberLast(readTrace);
const foldedOf = rememberLast(foldTrace);

/** Returns all rows about the open failure: its exception, the facts about it, then the stack trace. */
export function traceRows(state: ScreenState, page: JobPage, width: number): readonly string[] {
  const shown = openFailure(state, page);
  if (shown === undefined) return [];
  const inner = width - 2 * margin;
  const rows = [
    ...titleRows(shown, inner, state.theme),
    '',
    ...factsOf(state, shown).flatMap(([label, part]) => labelledRows(label, part, inner, state.theme)),
    ...stackRows(state, page, shown.failure, inner),
  ];
  return rows.map((row) => ' '.repeat(margin) + row);
}

function titleRows({ failure: { exception, message } }: ShownFailure, width: number, theme: Theme): readonly string[] {
  const [first = '', ...others] = wrapAndCut([exception, message].filter(Boolean).join(': '), width, maxMessageRows);
  const name = exception.slice(0, first.length);
  const rest = first.slice(name.length);
  return [partsRow([{ text: name, token: 'log.exception' }, { text: rest }], width, theme), ...others];
}

function factsOf({ serverNow, snapshot }: ScreenState, { group, failure, index }: ShownFailure) {
  const { at, task, pod, concurrent = [], isFinal } = failure;
  const clusterId = snapshot?.clusterId ?? '';
  const count = group.failures.length;
  const position = count === 1 ? '' : `, ${index + 1} of ${count}, newest first`;
  const others = concurrent
    .slice(0, maxConcurrent)
    .map((cause) => ({ text: causeText(withShortPod(cause, clusterId)) }));
  const more = concurrent.length - others.length;
  const listed: readonly Part[] = more > 0 ? [...others, { text: `and ${more} more`, token: 'muted' }] : others;
  const facts: readonly (readonly [label: string, part: Part])[] = [
    ['Time', { text: `${clockAndAge(at, serverNow)}${position}` }],
    ['Task', { text: task === undefined ? 'none: the JobMaster failed the job' : fullTask(task) }],
    ['Pod', pod === undefined ? { text: 'none', token: 'muted' } : { text: shortPodName(pod, clusterId) }],
    ...listed.map((part, row) => [row === 0 ? 'Concurrent' : '', part] as const),
    ['Result', { text: outcomeOf(failure), token: isFinal === true ? 'error' : undefined }],
  ];
  return facts;
}

function withShortPod<Cause extends { readonly pod?: string }>(cause: Cause, clusterId: string): Cause {
  return cause.pod === undefined ? cause : { ...cause, pod: shortPodName(cause.pod, clusterId) };
}

function stackRows(state: ScreenState, page: JobPage, failure: FailureEntry, width: number): readonly string[] {
  const { theme } = state;
  const { value, failure: error } = readTraces(state, page);
  const found = findTrace(failure, value);
  if (found.kind === 'found') return frameRows(linesOf(found.lines), page, width, theme);
  const heading = headingRows('Stack trace', [], width, theme);
  if (found.kind === 'dropped') {
    return [
      ...heading,
      theme.muted(
        `Flink no longer has it: it keeps the last ${keptByFlink(state)} failures since the JobManager started.`,
      ),
      theme.muted('Enter shows the log at that time.'),
    ];
  }
  if (forgottenJob(state, page) !== undefined) {
    return [...heading, theme.muted('Flink no longer knows the job. Enter shows the log at that time.')];
  }
  if (error === undefined) return [...heading, theme.muted('Reading the stack trace…')];
  const text = `The stack trace could not be read: ${describeError(error).message}`;
  return [...heading, ...wrapAndCut(text, width, maxMessageRows).map(theme.warning)];
}

function frameRows(
  lines: readonly TraceLine[],
  { exceptions: { open } }: JobPage,
  width: number,
  theme: Theme,
): readonly string[] {
  const isUnfolded = open?.isUnfolded === true;
  const frames = lines.filter(({ kind }) => kind === 'frame').length;
  const folded = `${countOf(frames, 'library frame')} ${isUnfolded ? 'shown' : 'folded'}`;
  const facts: readonly Part[] = [
    { text: [countOf(lines.length, 'line'), ...(frames === 0 ? [] : [folded])].join(', ') },
  ];
  const shown = isUnfolded ? lines : foldedOf(lines);
  return [
    ...headingRows('Stack trace', facts, width, theme),
    ...shown.flatMap((line) => traceLineRows(line, width, theme)),
  ];
}

import type { Finding, Step } from '../../diagnosis/finding.ts';
import { isoTime, utcClockAndAge } from '../../text/utc-time.ts';
import { lastSeenData } from '../ended-jobs/last-seen-data.ts';
import { lastSeenLines } from '../ended-jobs/last-seen-lines.ts';
import { rootCauseData } from '../job/root-cause-data.ts';
import { labelledLines } from '../record/labelled-lines.ts';
import { riskLine, summaryOf, unknownLines } from './diagnosis-texts.ts';
import type { DiagnosisResult } from './read-diagnosis.ts';

/** Formats a diagnosis: findings, risks, then what was not assessed. */
export function* diagnosisLines(result: DiagnosisResult): Generator<string> {
  const { findings, risks, notAssessed, notes, now, clusterId } = result;
  yield summaryOf(result);
  for (const [index, finding] of findings.entries()) {
    yield '';
    yield `${index + 1}. ${finding.text}`;
    if (finding.since !== undefined) {
      yield* labelledLines('since', [utcClockAndAge(finding.since, now)]);
    }
    yield* labelledLines('evidence', finding.evidence);
    yield* labelledLines(
      'next',
      finding.next.map((step) => stepText(step, clusterId)),
    );
  }
  if (risks.length > 0) yield* section('Risks', risks.map(riskLine));
  if (result.ended !== undefined) {
    yield '';
    yield* lastSeenLines(result.ended, now);
  }
  if (notAssessed.length > 0) yield* section('Not assessed', unknownLines(notAssessed));
  if (notes.length > 0) yield* section('Notes', notes);
}

function* section(title: string, lines: readonly string[]): Generator<string> {
  yield '';
  yield title;
  for (const line of lines) yield `- ${line}`;
}

/** `Read the log of the pod: flink-tui logs my-cluster POD` */
function stepText({ text, command }: Step, clusterId: string): string {
  if (command === undefined) return text;
  const [name, ...rest] = command.split(' ');
  return `${text}: ${['flink-tui', name, clusterId, ...rest].join(' ')}`;
}

/** The diagnosis as data. */
export function diagnosisData({ findings, risks, notAssessed, notes, ended }: DiagnosisResult) {
  return {
    findings: findings.map(findingData),
    risks: risks.map(findingData),
    notAssessed: notAssessed.map(({ rule, job, what, reason }) => ({ rule, job: job ?? null, what, reason })),
    notes,
    lastSeen: lastSeenData(ended),
  };
}

function findingData(finding: Finding): unknown {
  const { rule, severity, job, text, since, evidence, next, cause, vertex, subtask, pod } = finding;
  return {
    rule,
    severity,
    job: job ?? null,
    text,
    since: since === undefined ? null : isoTime(since),
    vertex: vertex ?? null,
    subtask: subtask ?? null,
    pod: pod ?? null,
    rootCause: rootCauseData(cause, isoTime),
    evidence,
    next: next.map(({ text: step, command }) => ({ text: step, command: command ?? null })),
  };
}

import type { Finding, NotAssessed, Step } from '../../../diagnosis/finding.ts';
import type { JobDiagnosis } from '../../../diagnosis/job-diagnosis.ts';
import { countOf } from '../../../text/count-of.ts';
import { clockAndAge } from '../../draw/age.ts';
import { cell, cut, widthOf, wrapAndCut } from '../../draw/fit.ts';
import { severityMarks, shownCommand } from '../../state/finding-texts.ts';
import type { Theme } from '../../theme/theme.ts';

type Space = {
  readonly width: number;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  readonly theme: Theme;
  /** Says the severity in a word. */
  readonly isScreenReader: boolean;
};
/** How much is said about a finding: numbers of facts and steps, and rows of each text. */
type Detail = { readonly facts: number; readonly steps: number; readonly rows: number };

const details = {
  full: { facts: 4, steps: 2, rows: 2 },
  long: { facts: 1, steps: 1, rows: 2 },
  short: { facts: 1, steps: 1, rows: 1 },
} as const satisfies { readonly [name: string]: Detail };

const labelWidth = 10;
const indent = 2;

/**
 * Returns the findings about the job with their evidence and next step, those about the cluster, and what was not
 * assessed, in at most `limit` rows. If there is too little room, the last row counts the other findings.
 */
export function findingRows(diagnosis: JobDiagnosis | undefined, limit: number, space: Space): readonly string[] {
  if (diagnosis === undefined || limit <= 0) return [];
  const ofJob = diagnosis.findings.filter(({ job }) => job !== undefined);
  const ofCluster = diagnosis.findings.filter(({ job }) => job === undefined);
  const unknown = diagnosis.notAssessed.filter(({ job }) => job !== undefined);
  const blocks = (detail: Detail) => [
    ...(ofJob.length === 0 ? [[noFindings(unknown.length === 0, space)]] : []),
    ...ofJob.map((finding) => findingBlock(finding, detail, space)),
    ...ofCluster.map((finding) => [clusterRow(finding, space)]),
  ];
  const last = unknown.length === 0 ? [] : [space.theme.muted(cut(unknownText(unknown), space.width))];
  const room = limit - last.length;
  const fitting = (['full', 'long', 'short'] as const)
    .map((name) => ({ rows: blocks(details[name]).flat(), most: name === 'full' ? room / 2 : room }))
    .find(({ rows, most }) => rows.length <= most);
  if (fitting !== undefined) return [...fitting.rows, ...last];
  return fitBlocks(blocks(details.short), limit, space);
}

/** Returns as much of the first block as fits, whole other blocks, and the number of the rest. */
function fitBlocks(blocks: readonly (readonly string[])[], limit: number, { theme, width }: Space): readonly string[] {
  const [first = [], ...others] = blocks;
  let rows = first.slice(0, others.length === 0 ? limit : Math.max(1, limit - 1));
  let hidden = others.length;
  for (const block of others) {
    if (rows.length + block.length + (hidden > 1 ? 1 : 0) > limit) break;
    rows = [...rows, ...block];
    hidden -= 1;
  }
  if (hidden === 0 || rows.length >= limit) return rows;
  return [...rows, theme.muted(cut(`… ${countOf(hidden, 'more finding')}: D shows all`, width))];
}

function findingBlock(finding: Finding, { facts, steps, rows }: Detail, space: Space): readonly string[] {
  const { evidence, next } = finding;
  return [
    ...sentenceRows(finding, rows, space),
    ...labelled('evidence', evidence.slice(0, facts), rows, space),
    ...labelled('next', next.slice(0, steps).map(stepText), rows, space),
  ];
}

/** `▲ Sink slows orders down: it is 97% busy   since 03:36:13 (7m ago)` */
function sentenceRows({ severity, text, since }: Finding, rows: number, space: Space): readonly string[] {
  const { width, theme } = space;
  const mark = markOf(severity, space);
  const { token } = severityMarks[severity];
  const wrapped = wrapAndCut(text, width - mark.length - 1, rows);
  return wrapped.map((row, index) => {
    const start = `${index === 0 ? mark : ' '.repeat(mark.length)} ${row}`;
    return theme[token](start) + (index === wrapped.length - 1 ? sinceText(since, width - widthOf(start), space) : '');
  });
}

/** The finding may be about other jobs, so it is not as loud as those about the job. */
function clusterRow({ severity, text, since }: Finding, space: Space): string {
  const { width, theme } = space;
  const mark = markOf(severity, space);
  const shown = cut(`Cluster: ${text}`, width - mark.length - 1);
  const end = sinceText(since, width - mark.length - 1 - widthOf(shown), space);
  return `${theme[severityMarks[severity].token](mark)} ${shown}${end}`;
}

const markOf = (severity: Finding['severity'], { isScreenReader }: Space): string =>
  severityMarks[severity][isScreenReader ? 'word' : 'mark'];

function sinceText(since: number | undefined, width: number, { now, theme }: Space): string {
  const text = since === undefined ? '' : `   since ${clockAndAge(since, now)}`;
  return widthOf(text) <= width ? theme.muted(text) : '';
}

function labelled(label: string, texts: readonly string[], rows: number, { width, theme }: Space): readonly string[] {
  return texts
    .flatMap((text) => wrapAndCut(text, width - indent - labelWidth, rows))
    .map((row, index) => ' '.repeat(indent) + theme.muted(cell(index === 0 ? label : '', labelWidth)) + row);
}

/** `Read the log of the pod (:logs POD)` */
function stepText(step: Step): string {
  const command = shownCommand(step);
  return command === undefined ? step.text : `${step.text} (:${command})`;
}

function noFindings(isComplete: boolean, { theme, width }: Space): string {
  return isComplete
    ? theme.ok(cut('✓ No findings', width))
    : cut('No findings, but not everything was assessed', width);
}

function unknownText(unknown: readonly NotAssessed[]): string {
  return `Not assessed: ${unknown.map(({ what, reason }) => `${what} (${reason})`).join(', ')}`;
}

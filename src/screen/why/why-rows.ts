import { riskLine, summaryOf, unknownLines } from '../../commands/why/diagnosis-texts.ts';
import type { Finding, Step } from '../../diagnosis/finding.ts';
import { clockAndAge, formatAge } from '../draw/age.ts';
import { cell, cut, sanitize, widthOf, wrap } from '../draw/fit.ts';
import { severityMarks, shownCommand } from '../state/finding-texts.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme, Token } from '../theme/theme.ts';
import type { WhyPage } from './why-page.ts';

/** A step that a key can do: it has a command. */
export type KeyStep = Step & { readonly command: string };

/** Returns the steps with a command, in the order of the page. */
export function stepsOf({ result: { findings } }: Pick<WhyPage, 'result'>): readonly KeyStep[] {
  return findings.flatMap(({ next }) => next.filter(hasCommand));
}

const hasCommand = (step: Step): step is KeyStep => step.command !== undefined;

export type WhyRows = {
  readonly rows: readonly string[];
  /** Index of the row of each step with a command. */
  readonly stepRows: readonly number[];
};

/** Columns before the text of a finding: `✕ 1  `. */
const indent = 5;
const labelWidth = 10;
/** Of one text. Messages of exceptions may be long. */
const maxTextRows = 6;
const maxLabelledRows = 3;
/** A narrower rest of the row would not show which command it is. */
const minCommandWidth = 12;

/** Returns all rows of the page. */
export function whyRows(state: ScreenState, page: WhyPage, width: number): WhyRows {
  const { theme } = state;
  const { findings, risks, notAssessed, notes } = page.result;
  const selected = stepsOf(page)[page.cursor];
  const blocks: readonly (readonly Row[])[] = [
    [{ text: headRow(state, page, width) }],
    page.failure === undefined ? [] : textRows(noteRows(`not measured: ${page.failure}`, 'warning', width, theme)),
    ...findings.map((finding, index) => findingRows(finding, { index, selected, width }, state)),
    textRows(listRows('Risks', risks.map(riskLine), width, theme)),
    textRows(listRows('Not assessed', unknownLines(notAssessed), width, theme)),
    textRows(listRows('Notes', notes, width, theme)),
  ];
  const all = blocks.flat();
  return {
    rows: all.map(({ text }) => text),
    stepRows: all.flatMap(({ step }, row) => (step !== undefined && hasCommand(step) ? [row] : [])),
  };
}

type Row = { readonly text: string; readonly step?: Step };

const textRows = (texts: readonly string[]): readonly Row[] => texts.map((text) => ({ text }));

/** `2 findings in my-cluster (7 jobs)`, and the age of the measurement at the right edge. */
function headRow({ now, theme }: ScreenState, { result, measuredAt, measurement }: WhyPage, width: number): string {
  const age = measuredAt === undefined ? undefined : `measured ${formatAge(now - measuredAt)} ago`;
  const right = measurement === undefined ? (age ?? '') : 'measuring…';
  const token: Token = result.findings.length > 0 ? 'strong' : result.notAssessed.length > 0 ? 'warning' : 'ok';
  const text = measuredAt === undefined && result.findings.length === 0 ? 'No finding so far' : summaryOf(result);
  const left = cut(` ${text}`, width - widthOf(right) - 2);
  return `${theme[token](left)}${' '.repeat(Math.max(1, width - widthOf(left) - widthOf(right) - 1))}${theme.muted(right)}`;
}

type Place = { readonly index: number; readonly selected: Step | undefined; readonly width: number };

function findingRows(finding: Finding, { index, selected, width }: Place, state: ScreenState): readonly Row[] {
  const { theme, serverNow } = state;
  const { since, evidence, next } = finding;
  return [
    { text: '' },
    ...textRows(sentenceRows(finding, index, width, state)),
    ...textRows(since === undefined ? [] : labelled('since', [clockAndAge(since, serverNow)], width, theme)),
    ...textRows(labelled('evidence', evidence, width, theme)),
    ...next.map((step, position) => ({
      text: stepRow(step, { label: position === 0 ? 'next' : '', isSelected: step === selected, width }, theme),
      step,
    })),
  ];
}

/** `✕ 1  orders restarts again and again`, or `1. Critical: orders restarts …` for a screen reader. */
function sentenceRows(
  { severity, text }: Finding,
  index: number,
  width: number,
  state: ScreenState,
): readonly string[] {
  const { theme, isScreenReader } = state;
  const { mark, word, token } = severityMarks[severity];
  const start = isScreenReader ? `${index + 1}. ${word} ` : `${mark} ${index + 1}`.padEnd(indent - 1);
  return wrap(sanitize(text), width - widthOf(start) - 2, maxTextRows, 'words').map((row, line) =>
    line === 0 ? ` ${theme[token](start)}${theme.strong(row)}` : ' '.repeat(indent) + theme.strong(row),
  );
}

function labelled(label: string, texts: readonly string[], width: number, theme: Theme): readonly string[] {
  const room = width - indent - labelWidth - 1;
  return texts
    .flatMap((text) => wrap(sanitize(text), room, maxLabelledRows, 'words'))
    .map((row, index) => ' '.repeat(indent) + theme.muted((index === 0 ? label : '').padEnd(labelWidth)) + row);
}

/** A step and its command: `Show the exceptions   exceptions a1b2c3d4`. A step without a command is advice. */
function stepRow(
  step: Step,
  { label, isSelected, width }: { readonly label: string; readonly isSelected: boolean; readonly width: number },
  theme: Theme,
): string {
  const command = shownCommand(step);
  const start = ' '.repeat(indent) + label.padEnd(labelWidth - 2) + (isSelected ? '▶ ' : '  ');
  const plain = cut(start + sanitize(step.text), width);
  const room = width - widthOf(plain) - 1;
  const end = command === undefined || room < minCommandWidth ? '' : cut(`  ${command}`, room);
  if (isSelected) return theme.selection(cell(plain + end, width));
  return theme.muted(plain.slice(0, indent + labelWidth)) + plain.slice(indent + labelWidth) + theme.muted(end);
}

function listRows(title: string, lines: readonly string[], width: number, theme: Theme): readonly string[] {
  if (lines.length === 0) return [];
  return ['', theme.muted(` ${title}`), ...lines.flatMap((line) => noteRows(line, 'muted', width, theme))];
}

function noteRows(text: string, token: Token, width: number, theme: Theme): readonly string[] {
  return wrap(sanitize(text), width - indent - 1, maxLabelledRows, 'words').map((row) =>
    theme[token](' '.repeat(indent) + row),
  );
}

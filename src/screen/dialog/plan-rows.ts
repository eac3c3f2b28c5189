import type { Plan } from '../../commands/record/command.ts';
import type { PlanSection } from '../../commands/record/plan/plan-section.ts';
import { largest } from '../../text/largest.ts';
import { widthOf } from '../draw/fit.ts';
import { diffRows, preferredDiffWidth } from './diff-rows.ts';
import { itemRows, preferredItemsWidth } from './item-rows.ts';
import { type PieceRow, wrappedRows } from './piece-rows.ts';

/** A long sentence is easier to read in two rows. */
const maxSentenceWidth = 100;
/** The content of a section is indented below its heading. */
const indent = 2;

/** Formats the parts of a plan, each a block of rows. Warnings come first, so that they are always visible. */
export function planBlocks({ lines, sections, warnings }: Plan, failure: readonly string[], width: number) {
  const blocks: readonly (readonly PieceRow[])[] = [
    failure.flatMap((line, index) => wrappedRows(index === 0 ? '! ' : '  ', line, width, 'error')),
    warnings.flatMap((line) => warningRows(line, width)),
    ...(sections === undefined
      ? [lines.flatMap((line) => wrappedRows('', line, width))]
      : sections.map((section) => [
          ...wrappedRows('', section.heading, width, 'muted'),
          ...contentRows(section, width - indent).map(indented),
        ])),
  ];
  return blocks.filter((block) => block.length > 0);
}

/** Returns the width, up to `room`, with which only long sentences are wrapped. */
export function preferredPlanWidth(
  { lines, sections, warnings }: Plan,
  failure: readonly string[],
  room: number,
): number {
  const sentences = [...warnings, ...failure, ...(sections === undefined ? lines : [])];
  return largest([
    ...sentences.map((line) => Math.min(maxSentenceWidth, widthOf(line) + 2)),
    ...(sections ?? []).flatMap((section) => [
      widthOf(section.heading),
      indent + preferredWidth(section, room - indent),
    ]),
  ]);
}

function warningRows(line: string, width: number): readonly PieceRow[] {
  return wrappedRows(line.startsWith(' ') ? '  ' : '! ', line, width, 'warning');
}

function indented(row: PieceRow): PieceRow {
  return [{ text: ' '.repeat(indent) }, ...row];
}

function contentRows(section: PlanSection, width: number): readonly PieceRow[] {
  switch (section.kind) {
    case 'items':
      return itemRows(section.items, width);
    case 'diff':
      return diffRows(section.lines, width);
    case 'text':
      return section.lines.flatMap((line) => wrappedRows('', line, width));
  }
}

function preferredWidth(section: PlanSection, room: number): number {
  switch (section.kind) {
    case 'items':
      return preferredItemsWidth(section.items, room);
    case 'diff':
      return preferredDiffWidth(section.lines);
    case 'text':
      return largest(section.lines.map((line) => Math.min(maxSentenceWidth, widthOf(line))));
  }
}

import { largest } from '../../text/largest.ts';
import { widthOf } from '../draw/fit.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { typedRow } from '../draw/typed-row.ts';
import { type DialogState, switchesOf } from '../state/run/open-confirmation.ts';
import type { Theme } from '../theme/theme.ts';
import { isDestructive } from './answer.ts';
import { choicesOf } from './choices.ts';
import { mutedRow, type PieceRow, paintRow } from './piece-rows.ts';
import { planBlocks, preferredPlanWidth } from './plan-rows.ts';

const maxWidth = 150;
const minWidth = 48;
/** Smallest share of a wide screen. */
const minShare = 0.4;
/** From this width on, the box has more blank columns inside. */
const paddedColumns = 76;

export type DialogBox = {
  readonly rectangle: Rectangle;
  readonly title: string;
  readonly text: string;
  /** Number of visible rows of the plan. */
  readonly height: number;
  /** Largest scroll position; 0 if the whole plan is visible. */
  readonly lastTop: number;
  /** The area of the switches and answers, inside the frame. */
  readonly choices: Rectangle;
  /** Whether there is room for blank rows between the parts. */
  readonly isRoomy: boolean;
};

/** Lays out the dialog: warnings, affected items, switches and answers. */
export function dialogBox(body: Rectangle, theme: Theme, dialog: DialogState): DialogBox {
  const title = dialogTitle(dialog);
  const padding = body.width < paddedColumns ? 1 : 2;
  const width = boxWidth(body, dialog, widthOf(title) + 6, padding);
  const textWidth = Math.max(0, width - 2 - 2 * padding);
  const blocks = rememberedBlocks(dialog.plan, dialog.failure, textWidth);
  const room = body.height - 2;

  const spaced = blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block]));
  const isRoomy = spaced.length + 2 + answerHeight(dialog, true) <= room;
  const planRows = isRoomy ? spaced : blocks.flat();
  const answer = answerRows(dialog, textWidth, isRoomy, theme);
  const planRoom = Math.max(1, room - answer.length - (isRoomy ? 2 : 0));
  const height = planRows.length <= planRoom ? planRows.length : planRoom - 1;
  const lastTop = planRows.length - height;
  const top = Math.min(dialog.top, lastTop);
  const shown = planRows.slice(top, top + height).map(dialog.replanning === undefined ? (row) => row : mutedRow);
  const position = `… lines ${top + 1}-${top + height} of ${planRows.length}, PgUp/PgDn: scroll`;
  const blank = paintRow([], textWidth, theme);
  const rows = [
    ...(isRoomy ? [blank] : []),
    ...shown.map((row) => paintRow(row, textWidth, theme)),
    ...(lastTop > 0 ? [paintRow([{ text: position, token: 'muted' }], textWidth, theme)] : []),
    ...answer,
    ...(isRoomy ? [blank] : []),
  ];
  const rectangle = centred(body, { width, height: rows.length + 2 });
  const side = ' '.repeat(Math.max(0, Math.min(padding, width - 2)));
  return {
    rectangle,
    title,
    text: rows.map((row) => side + row + side).join('\n'),
    height,
    lastTop,
    choices: choicesArea(rectangle, { rows: rows.length, answers: answer.length, padding, textWidth, isRoomy }),
    isRoomy,
  };
}

const rememberedBlocks = rememberLast(planBlocks);

/** The mark shows the danger without colour. */
function dialogTitle({ plan }: DialogState): string {
  const title = plan.title.replace(/\b([0-9a-f]{8})[0-9a-f]{24}\b/g, '$1');
  return `${isDestructive(plan) ? '! ' : ''}${title}?`;
}

function boxWidth(body: Rectangle, dialog: DialogState, titleWidth: number, padding: number): number {
  const most = Math.min(body.width - 2, maxWidth);
  const sides = 2 + 2 * padding;
  const content = largest([
    preferredPlanWidth(dialog.plan, dialog.failure, most - sides),
    ...choicesOf(dialog).map(({ label }) => widthOf(label) + 2),
    widthOf(promptOf(dialog)) * 2,
  ]);
  const preferred = largest([content + sides, titleWidth, minWidth, Math.floor(body.width * minShare)]);
  return Math.min(most, preferred);
}

function promptOf({ plan }: DialogState): string {
  return plan.confirmation.kind === 'type' ? `Type ${plan.confirmation.word} to confirm: ` : '';
}

/** Number of rows below the plan. */
function answerHeight(dialog: DialogState, isRoomy: boolean): number {
  const switchRows = switchesOf(dialog).length;
  const gap = switchRows > 0 && isRoomy ? 1 : 0;
  const word = isRoomy ? 2 : 1;
  return 1 + switchRows + gap + (dialog.plan.confirmation.kind === 'type' ? word : 2);
}

/** Formats the rows below the plan. Ink draws the switches and the answers over the blank ones. */
function answerRows(dialog: DialogState, width: number, isRoomy: boolean, theme: Theme): readonly string[] {
  const { plan, typed } = dialog;
  const { confirmation } = plan;
  const blanks = Array.from({ length: answerHeight(dialog, isRoomy) - 1 }, () => paintRow([], width, theme));
  const status = paintRow(statusRow(dialog), width, theme);
  if (confirmation.kind !== 'type') return [status, ...blanks];
  const prompt = promptOf(dialog);
  const word = typedRow(prompt, typed, theme, width);
  const padded = word + ' '.repeat(Math.max(0, width - widthOf(prompt) - widthOf(typed.text) - 1));
  const isTyped = typed.text.trim() === confirmation.word;
  const keys: PieceRow = [
    { text: 'Enter', token: isTyped ? 'key' : 'muted' },
    { text: ` ${confirmation.confirm}`, token: isTyped ? 'error' : 'muted' },
    { text: '   Esc', token: 'key' },
    { text: ` ${confirmation.decline}` },
  ];
  const [only, ...others] = choicesOf(dialog);
  const switches =
    only !== undefined && others.length === 0
      ? [paintRow([{ text: only.label }, { text: '   Space', token: 'key' }], width, theme)]
      : [];
  const wordRows = isRoomy ? [padded, paintRow(keys, width, theme)] : [padded];
  return [status, ...switches, ...blanks.slice(wordRows.length + switches.length), ...wordRows];
}

function statusRow({ replanning, inputError }: DialogState): PieceRow {
  if (replanning !== undefined) return [{ text: 'checking what is affected…', token: 'busy' }];
  return inputError === undefined ? [] : [{ text: inputError, token: 'error' }];
}

function choicesArea(
  { left, top }: Rectangle,
  box: { rows: number; answers: number; padding: number; textWidth: number; isRoomy: boolean },
): Rectangle {
  const bottom = box.isRoomy ? 1 : 0;
  return {
    left: left + 1 + box.padding,
    top: top + 1 + box.rows - bottom - box.answers + 1,
    width: box.textWidth,
    height: box.answers - 1,
  };
}

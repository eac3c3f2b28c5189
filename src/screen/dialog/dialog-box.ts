import { largest } from '../../text/largest.ts';
import { widthOf } from '../draw/fit.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { DialogState } from '../state/run/open-confirmation.ts';
import type { Theme } from '../theme/theme.ts';
import { isDestructive } from './answer.ts';
import { answerHeight, answerRows, promptOf, statusRow } from './answer-rows.ts';
import { choicesOf } from './choices.ts';
import { mutedRow, type PieceRow, paintRow } from './piece-rows.ts';
import { planBlocks, preferredPlanWidth } from './plan-rows.ts';

const maxWidth = 170;
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
  const { planRows, isRoomy } = fittingPlan(body, dialog, textWidth);
  const margin = isRoomy ? 1 : 0;

  const height = Math.min(planRows.length, Math.max(0, body.height - 2 - answerHeight(dialog, isRoomy) - 2 * margin));
  const lastTop = planRows.length - height;
  const top = Math.min(dialog.top, lastTop);
  const shown = planRows.slice(top, top + height).map(dialog.replanning === undefined ? (row) => row : mutedRow);
  const position = `… lines ${top + 1}-${top + height} of ${planRows.length}, PgUp/PgDn: scroll`;
  const paint = (row: PieceRow) => paintRow(row, textWidth, theme);
  const answer = answerRows(dialog, textWidth, isRoomy, theme);
  const blanks = isRoomy ? [paint([])] : [];
  const status = paint(statusRow(dialog, lastTop > 0 ? position : ''));
  const rows = [...blanks, ...shown.map(paint), status, ...answer, ...blanks];

  const rectangle = centred(body, { width, height: rows.length + 2 });
  const side = ' '.repeat(Math.max(0, Math.min(padding, width - 2)));
  return {
    rectangle,
    title,
    text: rows.map((row) => side + row + side).join('\n'),
    height,
    lastTop,
    choices: {
      left: rectangle.left + 1 + padding,
      top: rectangle.top + 1 + rows.length - margin - answer.length,
      width: textWidth,
      height: answer.length,
    },
    isRoomy,
  };
}

/** Puts blank rows between the parts of the plan if the whole dialog fits with them. */
function fittingPlan(body: Rectangle, dialog: DialogState, width: number) {
  const blocks = rememberedBlocks(dialog.plan, dialog.failure, width);
  const spaced = blocks.flatMap((block, index): readonly PieceRow[] => (index === 0 ? block : [[], ...block]));
  const isRoomy = spaced.length + answerHeight(dialog, true) + 4 <= body.height;
  return { planRows: isRoomy ? spaced : blocks.flat(), isRoomy };
}

const rememberedBlocks = rememberLast(planBlocks);

/** The mark of a destructive dialog is also visible without colour. */
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

import { boxesOf, type FlameBox } from '../../../session/threads/flame-tree.ts';
import { lineCountOf, type Movement, moveBy } from '../../draw/movement.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { flameWidth, type ShownFlame, shownFlame } from './flame-view.ts';
import { placeBoxes } from './icicle.ts';

/** Returns the id of the box after a movement: up to the caller, down to the first callee that is drawn. */
export function moveInFlame(state: ScreenState, page: JobPage, movement: Movement, size: TabSize): string | undefined {
  const shown = shownFlame(state, page);
  const { height } = size;
  if (shown === undefined) return undefined;
  if (state.isScreenReader) return moveInTree(shown, movement, height);
  const { zoomed } = shown;
  if (movement.kind === 'start') return zoomed.id;
  const count = movement.kind === 'end' ? Number.MAX_SAFE_INTEGER : lineCountOf(movement, height);
  const levels = placeBoxes(zoomed, flameWidth(size));
  const calleeOf = (box: FlameBox) =>
    levels[box.depth + 1 - zoomed.depth]?.find((placed) => placed.box.parent === box)?.box;
  let box = shown.cursor;
  for (let step = 0; step < Math.abs(count); step += 1) {
    const next: FlameBox | undefined = count < 0 ? box.parent : calleeOf(box);
    if (next === undefined || (count < 0 && box.id === zoomed.id)) break;
    box = next;
  }
  return box.id;
}

function moveInTree({ zoomed, cursor }: ShownFlame, movement: Movement, height: number): string | undefined {
  const boxes = [...boxesOf(zoomed)];
  const index = boxes.findIndex(({ id }) => id === cursor.id);
  return boxes[moveBy(index, movement, height, boxes.length - 1)]?.id;
}

/** Returns the id of the next box to the left or right on the level of the cursor; undefined at the end. */
export function boxBeside(state: ScreenState, page: JobPage, step: 1 | -1, size: TabSize): string | undefined {
  const shown = shownFlame(state, page);
  if (shown === undefined) return undefined;
  const { zoomed, cursor } = shown;
  const level = placeBoxes(zoomed, flameWidth(size))[cursor.depth - zoomed.depth] ?? [];
  const index = level.findIndex(({ box }) => box.id === cursor.id);
  return index === -1 ? undefined : level[index + step]?.box.id;
}

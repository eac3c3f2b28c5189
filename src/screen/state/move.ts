import { type Motion, moveBy } from '../draw/motion.ts';
import { detailRows } from '../job/detail-rows.ts';
import { moveInLogs } from '../logs/move-in-logs.ts';
import { inside } from './layout.ts';
import { layoutOf } from './pane-sizes.ts';
import type { Screen } from './screen.ts';
import { moveCursor } from './tables.ts';

/** Moves in whatever has the keys below the layers. */
export function move(screen: Screen, motion: Motion): void {
  const { detail, focus } = screen.store.getState();
  if (detail !== undefined) moveInDetail(screen, motion);
  else if (focus === 'logs') moveInLogs(screen, motion);
  else moveCursor(screen, focus, motion);
}

function moveInDetail({ store }: Screen, motion: Motion): void {
  store.setState((state) => {
    if (state.detail === undefined) return {};
    const { width, height } = inside(layoutOf(state).body);
    const top = moveBy(state.detail.top, motion, height, Math.max(0, detailRows(state, width).length - height));
    return { detail: { ...state.detail, top } };
  });
}

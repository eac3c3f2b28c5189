import type { LineId } from '../../../logs/view/log-position.ts';
import type { ScreenState } from '../../state/screen-state.ts';

export function isBookmarked({ logs }: ScreenState, lineId: LineId): boolean {
  return logs.bookmarks.some((bookmark) => isSameLine(bookmark, lineId));
}

export function isSameLine(a: LineId, b: LineId): boolean {
  return a.key === b.key && a.sequence === b.sequence;
}

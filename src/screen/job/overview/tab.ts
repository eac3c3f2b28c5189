import { rangePosition } from '../../draw/frame/scroll-position.ts';
import { moveBy } from '../../draw/movement.ts';
import { changeJobPage } from '../job-page.ts';
import type { JobTab } from '../tab.ts';
import { detailRows, jobReadings } from './detail-rows.ts';

export const overviewTab: JobTab = {
  name: 'overview',
  title: 'Overview',
  bindings: [],
  readings: (state, page, size) => jobReadings(state, page, size),
  move: (screen, page, movement, { width, height }) => {
    const last = Math.max(0, detailRows(screen.store.getState(), page, width).length - height);
    changeJobPage(screen, { overview: { top: moveBy(page.overview.top, movement, height, last) } });
  },
  draw: (state, page, { width, height }) => {
    const all = detailRows(state, page, width);
    const { top } = page.overview;
    return { rows: all.slice(top, top + height), position: rangePosition(top, height, all.length) };
  },
};

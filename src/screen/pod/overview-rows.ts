import {
  eventSection,
  headSection,
  jobSections,
  placementSections,
  podContainerSections,
} from '../../session/pods/detail/pod-sections.ts';
import type { PodSection } from '../../session/pods/detail/section.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { clockAndAge } from '../draw/age.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { memorySectionRows } from './memory-rows.ts';
import { columnWidths, inColumns, sectionRows } from './section-rows.ts';

/** Returns all rows of the overview: what is wrong first. With room, jobs, memory and events are in a second column. */
export function overviewRows(state: ScreenState, row: PodRow, width: number): readonly string[] {
  const { snapshot, theme, serverNow } = state;
  if (snapshot === undefined) return [];
  const source = { row, snapshot, time: (at: number) => clockAndAge(at, serverNow) };
  const { left, right } = columnWidths(state, width);
  const painted = (sections: readonly PodSection[], columns: number) =>
    sections.flatMap((section) => sectionRows(section, columns, theme));
  const pod = painted([headSection(source), ...podContainerSections(source), ...placementSections(source)], left);
  const work = [
    ...painted(jobSections(source), right),
    ...memorySectionRows(state, row, right),
    ...painted([eventSection(source)], right),
  ];
  return inColumns(pod, work, left, width);
}

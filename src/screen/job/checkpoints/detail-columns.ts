import type { NamedVertex, SlowSubtask, SubtaskPlace } from '../../../session/jobs/checkpoint-parts.ts';
import { longestPhase, type PhaseName, phaseText } from '../../../session/jobs/checkpoint-phases.ts';
import { formatMeasured } from '../../../text/duration.ts';
import { formatSize } from '../../../text/format-size.ts';
import { largest } from '../../../text/largest.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { widthOf } from '../../draw/fit.ts';
import type { Column } from '../../table/table-format.ts';
import type { Token } from '../../theme/theme.ts';
import { missing } from './list-rows.ts';

/** Shorter phases are no problem. */
const longMs = 1000;

const podText = ({ pod, hasRestarted }: SubtaskPlace, clusterId: string): string =>
  pod === undefined ? (hasRestarted ? 'restarted since' : missing) : shortPodName(pod, clusterId);

/** The columns of a subtask and its pod, which both tables of subtasks share so that they are aligned. */
export function placeColumns(places: readonly SubtaskPlace[], clusterId: string): readonly Column<SubtaskPlace>[] {
  const numberOf = ({ index, parallelism }: SubtaskPlace) => `${index + 1}/${parallelism}`;
  return [
    { title: 'VERTEX', importance: 1, width: { min: 12, preferred: 30 }, isName: true, text: ({ vertex }) => vertex },
    {
      title: 'SUBTASK',
      shortTitle: 'TASK',
      importance: 2,
      width: Math.max(4, largest(places.map((place) => widthOf(numberOf(place))))),
      align: 'right',
      text: numberOf,
    },
    {
      title: 'POD',
      importance: 8,
      width: Math.min(24, Math.max(3, largest(places.map((place) => widthOf(podText(place, clusterId)))))),
      text: (place) => podText(place, clusterId),
      token: ({ pod }) => (pod === undefined ? 'muted' : undefined),
    },
  ];
}

export function slowColumns(places: readonly Column<SubtaskPlace>[]): readonly Column<SlowSubtask>[] {
  return [
    ...places,
    {
      title: 'TOTAL',
      importance: 3,
      width: 7,
      align: 'right',
      text: ({ endToEndMs }) => formatMeasured(endToEndMs),
    },
    phaseColumn('start delay', { title: 'START DELAY', shortTitle: 'START', width: { short: 7, long: 11 } }),
    phaseColumn('alignment', { title: 'ALIGNMENT', shortTitle: 'ALIGN', width: { short: 7, long: 9 } }),
    phaseColumn('sync', { title: 'SYNC', shortTitle: 'SYNC', width: 7 }),
    phaseColumn('async', { title: 'ASYNC', shortTitle: 'ASYNC', width: 7 }),
    { title: 'LONGEST PHASE', importance: 9, width: { min: 14 }, text: phaseText },
  ];
}

const fields = { 'start delay': 'startDelayMs', alignment: 'alignmentMs', sync: 'syncMs', async: 'asyncMs' } as const;

function phaseColumn(
  name: PhaseName,
  column: Pick<Column<SlowSubtask>, 'title' | 'width'> & { readonly shortTitle: string },
): Column<SlowSubtask> {
  return {
    ...column,
    importance: 4,
    align: 'right',
    text: (subtask) => {
      const ms = subtask[fields[name]];
      return ms === undefined ? missing : formatMeasured(ms);
    },
    token: (subtask): Token => {
      const longest = longestPhase(subtask);
      if (longest?.name !== name) return 'muted';
      return longest.ms >= longMs ? 'warning' : 'strong';
    },
  };
}

export function vertexColumns(vertices: readonly NamedVertex[], lateToken: Token): readonly Column<NamedVertex>[] {
  const acknowledged = ({ acknowledgedSubtasks, subtasks }: NamedVertex) => `${acknowledgedSubtasks}/${subtasks}`;
  const isLate = ({ acknowledgedSubtasks, subtasks }: NamedVertex) => acknowledgedSubtasks < subtasks;
  return [
    { title: 'VERTEX', importance: 1, width: { min: 12, preferred: 30 }, isName: true, text: ({ name }) => name },
    {
      title: 'ACKNOWLEDGED',
      shortTitle: 'ACKED',
      importance: 2,
      width: { short: Math.max(5, largest(vertices.map((vertex) => widthOf(acknowledged(vertex))))), long: 12 },
      align: 'right',
      text: acknowledged,
      token: (vertex) => (isLate(vertex) ? lateToken : 'ok'),
    },
    {
      title: 'DURATION',
      importance: 3,
      width: 8,
      align: 'right',
      text: ({ durationMs }) => (durationMs === undefined ? missing : formatMeasured(durationMs)),
    },
    { title: 'SIZE', importance: 4, width: 9, align: 'right', text: ({ bytes }) => formatSize(bytes) },
    { title: 'WRITTEN', importance: 5, width: 9, align: 'right', text: ({ writtenBytes }) => formatSize(writtenBytes) },
  ];
}

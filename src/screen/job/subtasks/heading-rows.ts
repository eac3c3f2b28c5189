import { averageText, skewText } from '../../../commands/subtasks/subtask-texts.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import type { RecordSkew } from '../../../session/jobs/record-skew.ts';
import { cut, widthOf } from '../../draw/fit.ts';
import { headingRows, labelledRows, type Part } from '../../draw/section-rows.ts';
import type { Theme } from '../../theme/theme.ts';
import type { MeasuredVertex } from './measured-vertex.ts';

/** The vertex of the tab, and its place among the vertices of the job. */
type VertexPlace = { readonly vertex: JobVertex; readonly index: number; readonly vertices: readonly JobVertex[] };

/** A row with the vertex, and rows with the load of its average subtask and the spread of the records. */
export function vertexHeading(
  place: VertexPlace,
  known: MeasuredVertex | undefined,
  width: number,
  theme: Theme,
): readonly string[] {
  return [
    ...titleRows(place, width, theme),
    ...(known === undefined ? [] : labelledRows('Average', loadPart(known), width, theme).slice(0, 1)),
    ...(known?.skew === undefined ? [] : labelledRows('Records', skewPart(known.skew), width, theme).slice(0, 1)),
  ];
}

const minNameWidth = 20;

function titleRows({ vertex, index, vertices }: VertexPlace, width: number, theme: Theme): readonly string[] {
  const facts: readonly Part[] = [{ text: `vertex ${index + 1} of ${vertices.length}` }, statesPart(vertex)];
  const factsWidth = facts.reduce((sum, { text }) => sum + 2 + widthOf(text), 0);
  const name = cut(vertex.name, Math.max(minNameWidth, width - factsWidth - 2));
  return headingRows(name, facts, width, theme).slice(1);
}

/** `2 running`, or `3 running, 1 failed` */
function statesPart({ tasks }: JobVertex): Part {
  const counts = Object.entries(tasks).filter(([, count]) => count > 0);
  const text = counts.map(([name, count]) => `${count} ${name.toLowerCase()}`).join(', ');
  const isUsual = counts.every(([name]) => ['running', 'finished'].includes(name.toLowerCase()));
  return { text, token: isUsual ? 'ok' : 'warning' };
}

function loadPart({ average, measured: { measure } }: MeasuredVertex): Part {
  if (average === undefined || measure === undefined) return { text: 'not measured yet', token: 'muted' };
  return { text: averageText(average, measure) };
}

function skewPart(skew: RecordSkew): Part {
  return { text: skewText(skew), token: skew.isSkewed ? 'warning' : 'ok' };
}

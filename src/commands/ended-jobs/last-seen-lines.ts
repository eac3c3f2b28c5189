import { percent } from '../../diagnosis/texts.ts';
import type { LastSeenEntry } from '../../session/journal/entry.ts';
import { lastLoadText } from '../../session/journal/last-seen/last-seen-text.ts';
import type { RememberedJob } from '../../session/journal/last-seen/remembered-job.ts';
import { type SeenVertex, seenVertices } from '../../session/journal/last-seen/seen-vertices.ts';
import { formatRate } from '../../text/format-rate.ts';
import { graphLanes } from '../../text/graph-lanes.ts';
import { formatTable } from '../../text/table.ts';

const labelled = (label: string, text: string): string => `${label.padEnd(11)} ${text}`;

/** Formats what was last seen of an ended job, without its vertices. */
export function* lastSeenLines({ lastSeen }: RememberedJob, now: number): Generator<string> {
  yield 'Last seen';
  yield labelled('Load', lastLoadText(lastSeen, now));
  if (lastSeen === undefined) return;
  const { findings = [], pods } = lastSeen;
  const bottleneck = seenVertices(lastSeen).find(({ isBottleneck }) => isBottleneck);
  if (bottleneck !== undefined) yield labelled('Bottleneck', bottleneckText(bottleneck));
  for (const [index, { severity, text }] of findings.entries()) {
    yield labelled(index === 0 ? 'Before end' : '', `${severity}: ${text}`);
  }
  const counts = countsText(lastSeen);
  if (counts !== undefined) yield labelled('Checkpoints', counts);
  yield labelled('Ran on', pods === undefined ? 'unknown' : pods.join(', '));
}

function bottleneckText({ name, load }: SeenVertex): string {
  return load?.busy === undefined ? name : `${name} (${percent(load.busy)} busy)`;
}

function countsText({ completed, failed, checkpoint, path }: LastSeenEntry): string | undefined {
  if (completed === undefined) return undefined;
  const last =
    checkpoint === undefined ? '' : `, last completed ${checkpoint}${path === undefined ? '' : ` at ${path}`}`;
  return `${completed} completed, ${failed ?? '-'} failed${last}`;
}

/** Formats the vertices beside their graph; undefined if they were never read. */
export function lastVertexTable(lastSeen: LastSeenEntry | undefined): string | undefined {
  const vertices = lastSeen === undefined ? [] : seenVertices(lastSeen);
  if (vertices.length === 0) return undefined;
  const gutters = graphLanes(vertices.map(({ inputs }, index) => ({ id: `${index}`, inputs: inputs.map(String) })));
  const share = (value: number | undefined) => (value === undefined ? '-' : percent(value));
  const rate = (value: number | undefined) => (value === undefined ? '-' : formatRate(value));
  const rows = vertices.map(({ name, parallelism, load, isBottleneck }, index) => [
    gutters[index] ?? '',
    name,
    String(parallelism),
    share(load?.busy),
    share(load?.backPressured),
    share(load?.idle),
    rate(load?.readRecords),
    rate(load?.writeRecords),
    isBottleneck ? 'was bottleneck' : '',
  ]);
  return formatTable(['', 'NAME', 'P', 'BUSY', 'BP', 'IDLE', 'REC IN', 'REC OUT', ''], rows);
}

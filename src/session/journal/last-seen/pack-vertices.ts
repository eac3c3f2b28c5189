import type { JobVertex } from '../../../flink/responses.ts';
import { largest } from '../../../text/largest.ts';
import type { VertexLoad } from '../../readings/job-load.ts';
import type { SeenVertices } from '../entry.ts';

/** Vertices with their load in the journal. */
export type PackedVertices = {
  readonly vertices: SeenVertices;
  /** Epoch ms by the clock of the loads; undefined if no load is known. */
  readonly measuredAt: number | undefined;
  readonly indexOf: (vertexId: string) => number | undefined;
};

type Loads = ReadonlyMap<string, VertexLoad>;

/** Of a larger job, only the vertices with the highest load are kept. */
const maxVertices = 200;
/** Names are cut until all vertices together are shorter than this. */
const maxLength = 9000;
const nameLengths = [80, 40, 24, 16] as const;
/** A load that is older than the newest one by this belongs to another time, and is left out. */
const sameTimeMs = 30_000;

export function packVertices(all: readonly JobVertex[], loads: Loads): PackedVertices {
  const newest = largest([...loads.values()].map(({ measuredAt }) => measuredAt));
  const fresh = new Map([...loads].filter(([, { measuredAt }]) => newest - measuredAt < sameTimeMs));
  const vertices = hottest(all, fresh);
  const indexes = new Map(vertices.map(({ id }, index) => [id, index]));
  const packed = {
    names: vertices.map(({ name }) => name),
    parallelisms: vertices.map(({ parallelism }) => parallelism),
    inputs: vertices.map(({ inputs }) => inputs.flatMap((id) => indexes.get(id) ?? [])),
    ...columnsOf(vertices, fresh),
  };
  return {
    vertices: withShortNames(packed),
    measuredAt: fresh.size === 0 ? undefined : newest,
    indexOf: (id) => indexes.get(id),
  };
}

/** Returns the vertices to keep, in their order. */
function hottest(vertices: readonly JobVertex[], loads: Loads): readonly JobVertex[] {
  if (vertices.length <= maxVertices) return vertices;
  const heat = ({ id }: JobVertex) => Math.max(loads.get(id)?.busy ?? 0, loads.get(id)?.backPressured ?? 0);
  const kept = new Set(vertices.toSorted((a, b) => heat(b) - heat(a)).slice(0, maxVertices));
  return vertices.filter((vertex) => kept.has(vertex));
}

function columnsOf(vertices: readonly JobVertex[], loads: Loads) {
  const column = (read: (load: VertexLoad) => number | undefined) =>
    vertices.map(({ id }) => {
      const load = loads.get(id);
      const value = load && read(load);
      return value === undefined ? null : Math.round(value);
    });
  return {
    busy: column(({ busy }) => busy && busy * 100),
    backPressured: column(({ backPressured }) => backPressured * 100),
    idle: column(({ idle }) => idle * 100),
    readRecords: column(({ rates }) => rates.readRecords),
    writeRecords: column(({ rates }) => rates.writeRecords),
  };
}

function withShortNames(vertices: SeenVertices): SeenVertices {
  const candidates = nameLengths.map((length) => ({
    ...vertices,
    names: vertices.names.map((name) => cut(name, length)),
  }));
  return candidates.find((candidate) => JSON.stringify(candidate).length <= maxLength) ?? candidates.at(-1) ?? vertices;
}

/** Cuts between characters. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

import type { JobVertex } from '../../flink/responses.ts';
import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

type Vertex = Pick<JobVertex, 'id' | 'name'>;

export const vertexSelectorHelp = "number in Flink's order from 1, id, name, or the start of either";
/** Longer lists are cut. */
const maxListed = 30;

/** Returns the vertex with the number, id, name or unique prefix. The case does not matter. */
export function selectVertex<V extends Vertex>(vertices: readonly V[], selector: string, jobName: string): V {
  if (vertices.length === 0) throw new CommandError(exitCodes.failed, `${printable(jobName)} has no vertices yet`);
  const wanted = selector.toLowerCase();
  const numbered = /^\d+$/.test(selector) ? vertices[Number(selector) - 1] : undefined;
  if (numbered !== undefined) return numbered;
  for (const matches of [isEqual, startsWith]) {
    const found = vertices.filter(({ id, name }) => [id, name].some((text) => matches(text.toLowerCase(), wanted)));
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return only;
    if (only !== undefined) throw ambiguousError(vertices, found, selector);
  }
  throw notFoundError(vertices, selector, jobName);
}

const isEqual = (text: string, wanted: string): boolean => text === wanted;
const startsWith = (text: string, wanted: string): boolean => text.startsWith(wanted);

/** Lists vertices with their numbers: `2  map`. */
export function vertexLines(vertices: readonly Vertex[], listed: readonly Vertex[] = vertices): readonly string[] {
  const lines = listed
    .slice(0, maxListed)
    .map((vertex) => `${vertices.indexOf(vertex) + 1}  ${printable(vertex.name)}`);
  return listed.length > maxListed ? [...lines, `and ${listed.length - maxListed} more`] : lines;
}

function ambiguousError(vertices: readonly Vertex[], found: readonly Vertex[], selector: string): CommandError {
  return new CommandError(exitCodes.usage, `${printable(selector)} matches ${found.length} vertices`, [
    ...vertexLines(vertices, found),
    'Use the number',
  ]);
}

function notFoundError(vertices: readonly Vertex[], selector: string, jobName: string): CommandError {
  const near = nearest(
    selector.toLowerCase(),
    vertices.map(({ name }) => name.toLowerCase()),
  );
  const similar = vertices.filter(({ name }) => near.includes(name.toLowerCase())).map(({ name }) => printable(name));
  return new CommandError(exitCodes.notFound, `no vertex ${printable(selector)} in ${printable(jobName)}`, [
    ...(similar.length > 0 ? [`Did you mean ${similar.join(' or ')}?`] : []),
    ...vertexLines(vertices),
  ]);
}

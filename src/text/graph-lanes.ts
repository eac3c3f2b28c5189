import { largest } from './largest.ts';

/** A node, and the ids of the nodes that it follows. */
export type GraphNode = { readonly id: string; readonly inputs: readonly string[] };

/** Limits the columns of a gutter. Each lane takes two, without the blank after the last one. */
const defaultMaxColumns = 12;

/**
 * Draws a graph beside a list of its nodes, as `git log --graph` does: one text per node, all equally wide. Nodes should
 * be in topological order. Edges to an unknown, an earlier or the same node are left away.
 *
 * A slot is a column for one open edge, or free. At a node, all edges to it end in its slot. Its first consumer goes on in
 * this slot, and each other one gets a free slot at the right.
 */
export function graphLanes(nodes: readonly GraphNode[], maxColumns = defaultMaxColumns): readonly string[] {
  const consumers = consumersOf(nodes);
  let open: Slots = [];
  let ended: number | undefined;
  const rows = nodes.map(({ id }) => {
    const row = placeNode(id, consumers.get(id) ?? [], open, ended);
    open = row.after;
    ended = row.after[row.column] === undefined ? row.column : undefined;
    return drawRow(row);
  });
  const width = Math.min(maxColumns, largest(rows.map(({ length }) => length)));
  return rows.map((row) => fitRow(row, width));
}

/** The id at the end of each open edge by slot; undefined in a free slot. */
type Slots = readonly (string | undefined)[];

type Row = {
  /** Slot of the node. */
  readonly column: number;
  /** Slots of the edges that end and that start at the node, except its own slot. */
  readonly ending: ReadonlySet<number>;
  readonly starting: ReadonlySet<number>;
  readonly before: Slots;
  readonly after: Slots;
};

function consumersOf(nodes: readonly GraphNode[]): ReadonlyMap<string, readonly string[]> {
  const consumers = new Map<string, string[]>();
  for (const { id, inputs } of nodes) {
    for (const input of new Set(inputs)) consumers.get(input)?.push(id);
    if (!consumers.has(id)) consumers.set(id, []);
  }
  return consumers;
}

/** @param ended slot of the previous node if it has no consumer. A node below it would look like one. */
function placeNode(id: string, consumers: readonly string[], before: Slots, ended: number | undefined): Row {
  const [own, ...others] = [...before.keys()].filter((slot) => before[slot] === id);
  const column = own ?? freeSlot(before, 0, ended);
  const after = before.map((target) => (target === id ? undefined : target));
  const [first, ...branches] = consumers;
  after[column] = first;
  const starting = new Set<number>();
  for (const branch of branches) {
    const slot = freeSlot(after, column + 1);
    after[slot] = branch;
    starting.add(slot);
  }
  return { column, ending: new Set(others), starting, before, after };
}

function freeSlot(slots: Slots, from: number, except?: number): number {
  let slot = from;
  while (slots[slot] !== undefined || slot === except) slot += 1;
  return slot;
}

function drawRow({ column, ending, starting, before, after }: Row): string {
  const end = largest([...ending, ...starting], column);
  let text = '';
  for (let slot = 0; slot < Math.max(before.length, after.length); slot += 1) {
    const isRun = slot > column && slot <= end;
    if (slot > 0) text += isRun ? '─' : ' ';
    if (slot === column) text += '●';
    else if (isRun)
      text += runCharacter(ending.has(slot), starting.has(slot), before[slot] !== undefined, slot === end);
    else text += before[slot] === undefined ? ' ' : '│';
  }
  return text.trimEnd();
}

/** Returns the character of a slot in the horizontal run at the right of a node. */
function runCharacter(isEnding: boolean, isStarting: boolean, isOpen: boolean, isLast: boolean): string {
  if (isEnding && isStarting) return isLast ? '┤' : '┼';
  if (isEnding) return isLast ? '╯' : '┴';
  if (isStarting) return isLast ? '╮' : '┬';
  return isOpen ? '┼' : '─';
}

/** Shows what does not fit as an ellipsis, unless the node is there. */
function fitRow(row: string, width: number): string {
  if (row.length <= width) return row.padEnd(width);
  const hidden = row.slice(width - 1);
  return row.slice(0, width - 1) + (hidden.includes('●') ? '●' : '…');
}

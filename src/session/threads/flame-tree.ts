import type { FlameNode } from '../../flink/thread-responses.ts';
import { isUserCode, shortFlameName } from './frame-names.ts';

/** A frame of a flame graph, or frames of Flink and the JVM that always follow each other. */
export type FlameBox = {
  /** The places among the callees of each caller: `/0/2`. The same with and without folding. Empty for the root. */
  readonly id: string;
  /** `StreamTask.invoke`, or `Thread.run … StreamTask.invoke` */
  readonly label: string;
  /** Full names, the caller first. */
  readonly names: readonly string[];
  readonly isUser: boolean;
  /** Number of samples. */
  readonly value: number;
  readonly depth: number;
  readonly parent: FlameBox | undefined;
  /** The largest first. */
  readonly children: readonly FlameBox[];
};

/** The called methods, the largest share first. */
export const calleesOf = ({ children }: FlameNode): readonly FlameNode[] =>
  children.toSorted((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));

/** Builds the tree of a flame graph. With `isFolded`, calls that tell nothing are one box. */
export function flameTree(root: FlameNode, isFolded: boolean): FlameBox {
  const build = (node: FlameNode, id: string, parent: FlameBox | undefined): FlameBox => {
    const chain = isFolded && parent !== undefined ? foldedChain(node) : [node];
    const last = chain.at(-1) ?? node;
    const names = chain.map(({ name }) => name);
    const children: FlameBox[] = [];
    const box: FlameBox = {
      id,
      label: labelOf(names),
      names,
      isUser: parent !== undefined && isUser(node),
      value: node.value,
      depth: parent === undefined ? 0 : parent.depth + 1,
      parent,
      children,
    };
    const lastId = id + '/0'.repeat(chain.length - 1);
    for (const [place, callee] of calleesOf(last).entries()) children.push(build(callee, `${lastId}/${place}`, box));
    return box;
  };
  return build(root, '', undefined);
}

const isUser = ({ name }: FlameNode): boolean => isUserCode(`${name.replace(/:-?\d+$/, '')}(`);

/** Returns a frame and those below it while each has only one callee, which has all samples and is not of the job. */
function foldedChain(first: FlameNode): readonly FlameNode[] {
  const chain = [first];
  if (isUser(first)) return chain;
  for (let node = first; ; ) {
    const [only] = node.children;
    if (only === undefined || only.value !== node.value || isUser(only)) return chain;
    chain.push(only);
    node = only;
  }
}

function labelOf(names: readonly string[]): string {
  const [first = '', last] = [names[0], names.length > 1 ? names.at(-1) : undefined];
  if (first === 'root' && last === undefined) return 'all samples';
  return last === undefined ? shortFlameName(first) : `${shortFlameName(first)} … ${shortFlameName(last)}`;
}

/** Returns a box and all boxes below it, each before its callees. */
export function* boxesOf(box: FlameBox): Generator<FlameBox> {
  yield box;
  for (const child of box.children) yield* boxesOf(child);
}

/** Finds a box; undefined if the samples no longer contain it. */
export function findBox(root: FlameBox, id: string): FlameBox | undefined {
  let box: FlameBox | undefined = root;
  while (box !== undefined && box.id !== id) box = box.children.find((child) => `${id}/`.startsWith(`${child.id}/`));
  return box;
}

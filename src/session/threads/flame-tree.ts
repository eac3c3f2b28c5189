import type { FlameNode } from '../../flink/thread-responses.ts';

/** A frame of a flame graph, or several calls that always follow each other. */
export type FlameFrame = {
  readonly node: FlameNode;
  /** 0 for the root. */
  readonly depth: number;
  /** Samples before this frame on its row, so that it is below its caller. */
  readonly offset: number;
};

/** Returns all frames from the root down, each below its caller, the largest first. */
export function flameFrames(root: FlameNode): readonly FlameFrame[] {
  const frames: FlameFrame[] = [];
  const add = (node: FlameNode, depth: number, offset: number): void => {
    frames.push({ node, depth, offset });
    let next = offset;
    for (const child of calleesOf(node)) {
      add(child, depth + 1, next);
      next += child.value;
    }
  };
  add(root, 0, 0);
  return frames;
}

/** The called methods, the largest share first. */
export const calleesOf = ({ children }: FlameNode): readonly FlameNode[] =>
  children.toSorted((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));

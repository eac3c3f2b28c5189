import { isDeepStrictEqual } from 'node:util';
import type { DemoKind, DemoObject } from '../../contracts.ts';

/** The kinds whose `metadata.generation` counts the changes of their spec. */
export const kindsWithGeneration: ReadonlySet<DemoKind> = new Set(['pods', 'deployments', 'replicasets']);

/** The object as it is after a change, still under its old revision; the very same one if nothing has changed. */
export function changeObject(kind: DemoKind, before: DemoObject, change: (object: DemoObject) => void): DemoObject {
  const after = structuredClone(before);
  change(after);
  if (isDeepStrictEqual(before, after)) return before;
  if (kindsWithGeneration.has(kind) && !isDeepStrictEqual(before.spec, after.spec)) {
    const { generation = 1 } = before.metadata as { generation?: number };
    Object.assign(after.metadata, { generation: generation + 1 });
  }
  return after;
}

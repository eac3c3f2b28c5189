import { isDeepStrictEqual } from 'node:util';
import type { DemoKind, DemoObject } from '../../contracts.ts';

/** Kinds with a `metadata.generation`, which counts changes to the spec. */
export const kindsWithGeneration: ReadonlySet<DemoKind> = new Set(['pods', 'deployments', 'replicasets']);

/** Returns a changed copy of an object with the old revision, or the object itself if nothing changed. */
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

import type { JvmMemory } from './jvm-memory.ts';

/** What the memory of a container is used for. */
export type MemoryPartName = 'heap' | 'metaspace' | 'direct' | 'managed' | 'other JVM' | 'unexplained' | 'free';

export type MemoryPart = { readonly name: MemoryPartName; readonly bytes: number };

export type MemoryParts = {
  /** In the order of the bar. Their sum is the limit, or the usage without a limit, except for parts below half a MiB. */
  readonly parts: readonly MemoryPart[];
  /** Container usage that neither the JVM nor Flink states; undefined if the usage or the JVM's numbers are unknown. */
  readonly unexplained: number | undefined;
};

/** A smaller part would be shown as 0 MiB. */
const smallest = 2 ** 19;

/**
 * Divides the memory of a container. The JVM states how much heap it has reserved, but the kernel counts only the pages
 * that were used once, so the heap's part ends where the container usage ends. The same holds for managed memory.
 */
export function memoryParts(
  usage: number | undefined,
  limit: number | undefined,
  jvm: JvmMemory | undefined,
): MemoryParts {
  if (jvm === undefined) return withoutJvm(usage, limit);
  const metaspace = jvm.metaspaceCommitted ?? jvm.metaspaceUsed ?? 0;
  const otherJvm = Math.max(0, (jvm.nonHeapCommitted ?? metaspace) - metaspace);
  const direct = (jvm.directUsed ?? 0) + (jvm.mappedUsed ?? 0);
  let rest = usage === undefined ? Number.POSITIVE_INFINITY : usage - metaspace - otherJvm - direct;
  const take = (used: number | undefined, reserved: number | undefined): number => {
    const most = usage === undefined ? (used ?? 0) : Math.max(reserved ?? 0, used ?? 0);
    const taken = Math.min(most, Math.max(0, rest));
    rest -= taken;
    return taken;
  };
  const heap = take(jvm.heapUsed, jvm.heapCommitted);
  const managed = take(jvm.managedUsed, jvm.managedUsed);
  const unexplained = usage === undefined || jvm.heapCommitted === undefined ? undefined : Math.max(0, rest);
  const used: readonly MemoryPart[] = [
    { name: 'heap', bytes: heap },
    { name: 'metaspace', bytes: metaspace },
    { name: 'direct', bytes: direct },
    { name: 'managed', bytes: managed },
    { name: 'other JVM', bytes: otherJvm },
    { name: 'unexplained', bytes: unexplained ?? 0 },
  ];
  return { parts: withFree(used, limit), unexplained };
}

function withoutJvm(usage: number | undefined, limit: number | undefined): MemoryParts {
  if (usage === undefined) return { parts: [], unexplained: undefined };
  return { parts: withFree([{ name: 'unexplained', bytes: usage }], limit), unexplained: undefined };
}

function withFree(used: readonly MemoryPart[], limit: number | undefined): readonly MemoryPart[] {
  const sum = used.reduce((total, { bytes }) => total + bytes, 0);
  const free: readonly MemoryPart[] = limit === undefined ? [] : [{ name: 'free', bytes: Math.max(0, limit - sum) }];
  return [...used, ...free].filter(({ bytes }) => bytes >= smallest);
}

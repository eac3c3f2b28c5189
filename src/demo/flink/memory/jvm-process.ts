import type { Cancel, Clock } from '../clock.ts';
import { jobManagerMemory, taskManagerMemory } from '../settings.ts';

const mebibyte = 2 ** 20;

/** The sizes of a JVM in bytes. */
export type JvmSizes = {
  /** Limit of the container. */
  readonly limit: number;
  readonly heap: number;
  readonly metaspaceMax: number;
  /** Metaspace without user code. */
  readonly metaspace: number;
  readonly direct: number;
  readonly managed: number;
};

export const taskManagerSizes: JvmSizes = {
  limit: taskManagerMemory.totalProcessMemory,
  heap: taskManagerMemory.frameworkHeap + taskManagerMemory.taskHeap,
  metaspaceMax: taskManagerMemory.jvmMetaspace,
  metaspace: 48 * mebibyte,
  direct: taskManagerMemory.networkMemory + 6 * mebibyte,
  managed: taskManagerMemory.managedMemory,
};

export const jobManagerSizes: JvmSizes = {
  limit: jobManagerMemory.totalProcessMemory,
  heap: jobManagerMemory.heap,
  metaspaceMax: jobManagerMemory.jvmMetaspace,
  metaspace: 82 * mebibyte,
  direct: 11 * mebibyte,
  managed: 0,
};

/** The memory of a JVM at a moment. Sizes are bytes. */
export type JvmNumbers = {
  readonly heapUsed: number;
  readonly heapMax: number;
  readonly metaspaceUsed: number;
  readonly metaspaceCommitted: number;
  readonly metaspaceMax: number;
  readonly nonHeapUsed: number;
  readonly nonHeapCommitted: number;
  readonly directUsed: number;
  readonly directCapacity: number;
  readonly managedTotal: number;
  readonly gcCount: number;
  readonly gcTimeMs: number;
  readonly gcMsPerSecond: number;
  readonly classesLoaded: number;
  /** What the kernel counts against the container's limit. */
  readonly container: number;
};

export type JvmProcess = {
  /** Memory that grows from now on by this many bytes per simulated second. Heap is freed when the growth is cancelled. */
  readonly grow: (kind: 'native' | 'heap', bytesPerSecond: number) => Cancel;
  /** Loads the classes of a job. The result unloads them. */
  readonly loadClasses: (bytes: number) => Cancel;
  /** @param at epoch ms, now by default */
  readonly numbers: (at?: number) => JvmNumbers;
  /** True if the container has reached its limit. */
  readonly isFull: () => boolean;
};

type Growth = {
  readonly kind: 'native' | 'heap';
  readonly bytesPerSecond: number;
  readonly since: number;
  until: number;
};

const collectionMs = 40_000;
/** With a full heap, the JVM collects garbage all the time. */
const fullCollectionMs = 2000;
const warmUpMs = 60_000;
/** The code cache and the compressed class space. */
const otherNonHeap = 20 * mebibyte;
/** Thread stacks and structures of the JVM. */
const nativeOfJvm = 45 * mebibyte;
const liveShare = 0.2;
const garbageShare = 0.3;
/** Above this share of live objects, the heap counts as full. */
const fullHeapShare = 0.8;
/** Live objects fill the heap at most this far: further ones are an OutOfMemoryError. */
const maxLiveShare = 0.97;
const bytesPerClass = 5500;

/** Simulates the memory of a JVM: it warms up, garbage fills the heap until it is collected, and jobs may leak. */
export function createJvm(clock: Clock, sizes: JvmSizes): JvmProcess {
  const startedAt = clock.now();
  const growths: Growth[] = [];
  let classes = 0;
  /** How long the heap was full because of growths that were freed. */
  let freedFullMs = 0;

  function grown(kind: Growth['kind'], at: number): number {
    const all = growths.filter((growth) => growth.kind === kind);
    return all.reduce((sum, { bytesPerSecond, since, until }) => {
      const ms = Math.max(0, clock.elapsed(since) - clock.elapsed(Math.max(since, Math.min(at, until))));
      return sum + (ms / 1000) * bytesPerSecond;
    }, 0);
  }

  /** How long the heap has been full, in simulated ms. */
  function heapFullMs(at: number): number {
    const excess = sizes.heap * (liveShare - fullHeapShare) + grown('heap', at);
    if (excess <= 0) return freedFullMs;
    const rates = growths.filter(({ kind }) => kind === 'heap').map(({ bytesPerSecond }) => bytesPerSecond);
    return freedFullMs + (excess / rates.reduce((sum, rate) => sum + rate, 0)) * 1000;
  }

  function numbers(at = clock.now()): JvmNumbers {
    const age = Math.max(0, clock.elapsed(startedAt) - clock.elapsed(at));
    const warm = 1 - Math.exp(-age / warmUpMs);
    const live = Math.min(sizes.heap * maxLiveShare, sizes.heap * liveShare + grown('heap', at));
    const isHeapFull = live > sizes.heap * fullHeapShare;
    const periodMs = isHeapFull ? fullCollectionMs : collectionMs;
    const garbage = Math.min(sizes.heap * garbageShare, sizes.heap - live) * ((age % periodMs) / periodMs);
    const heapUsed = Math.floor(live + garbage);
    const touched = Math.max(heapUsed, sizes.heap * (0.3 + 0.5 * warm));
    const metaspaceUsed = Math.floor(sizes.metaspace + classes);
    const metaspaceCommitted = metaspaceUsed + mebibyte;
    const nonHeapCommitted = metaspaceCommitted + otherNonHeap + mebibyte;
    const usualCollections = Math.floor(age / collectionMs);
    const fullCollections = Math.floor(heapFullMs(at) / fullCollectionMs);
    const native = nativeOfJvm * warm + grown('native', at);
    return {
      heapUsed,
      heapMax: sizes.heap,
      metaspaceUsed,
      metaspaceCommitted,
      metaspaceMax: sizes.metaspaceMax,
      nonHeapUsed: metaspaceUsed + otherNonHeap,
      nonHeapCommitted,
      directUsed: sizes.direct + 2,
      directCapacity: sizes.direct,
      managedTotal: sizes.managed,
      gcCount: usualCollections + fullCollections,
      gcTimeMs: usualCollections * 7 + fullCollections * 700,
      gcMsPerSecond: isHeapFull ? 380 : 0.6,
      classesLoaded: Math.floor(metaspaceUsed / bytesPerClass),
      container: Math.min(sizes.limit, Math.floor(touched + nonHeapCommitted + sizes.direct + native)),
    };
  }

  return {
    grow: (kind, bytesPerSecond) => {
      const growth: Growth = { kind, bytesPerSecond, since: clock.now(), until: Number.POSITIVE_INFINITY };
      growths.push(growth);
      return () => {
        growth.until = clock.now();
        if (kind !== 'heap') return;
        freedFullMs = heapFullMs(growth.until);
        growths.splice(growths.indexOf(growth), 1);
      };
    },
    loadClasses: (bytes) => {
      classes += bytes;
      return () => {
        classes -= bytes;
      };
    },
    numbers,
    isFull: () => numbers().container >= sizes.limit,
  };
}

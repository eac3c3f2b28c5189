import type { Below, Entry } from './palette.ts';
import { actionEntries } from './sources/actions.ts';
import { clusterEntries } from './sources/clusters.ts';
import { commandEntries } from './sources/commands.ts';
import { forwardEntries } from './sources/forwards.ts';
import { jobEntries } from './sources/jobs.ts';
import { loggerEntries } from './sources/loggers.ts';
import { podEntries } from './sources/pods.ts';
import { vertexEntries } from './sources/vertices.ts';

export type Source = {
  /** The character before the text that searches these sources only. */
  readonly prefix?: '>' | '#' | '@';
  /** Returns the same list while its data is the same. */
  readonly entries: (below: Below) => readonly Entry[];
  /** Compared with other sources, from 0 to 1. Default: 1 */
  readonly weight?: number;
  /** Whether the names are short and alike: `tm7` finds `taskmanager-1-7`. */
  readonly hasShortNames?: true;
};

/** All that the palette finds, one line each. */
export const sources: readonly Source[] = [
  { prefix: '>', entries: actionEntries },
  { prefix: '>', entries: commandEntries, weight: 0.9 },
  { prefix: '#', entries: jobEntries, hasShortNames: true },
  { prefix: '@', entries: podEntries, hasShortNames: true },
  { entries: vertexEntries, weight: 0.9 },
  { entries: loggerEntries, weight: 0.9 },
  { entries: forwardEntries },
  { entries: clusterEntries, hasShortNames: true },
];

/** Returns the entry as of now; undefined if the action is no longer active or the object is gone. */
export function findEntry(below: Below, key: string): Entry | undefined {
  for (const { entries } of sources) {
    const found = entries(below).find((entry) => entry.key === key);
    if (found !== undefined) return found;
  }
  return undefined;
}

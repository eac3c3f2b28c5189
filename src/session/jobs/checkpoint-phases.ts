/** The phases of a subtask's part in a checkpoint, in order. undefined: Flink has not measured the phase. */
export type CheckpointPhases = {
  readonly startDelayMs: number | undefined;
  readonly alignmentMs: number | undefined;
  readonly syncMs: number | undefined;
  readonly asyncMs: number | undefined;
};

export type PhaseName = 'start delay' | 'alignment' | 'sync' | 'async';

/** What a long phase usually means. */
const meanings: { readonly [Name in PhaseName]: string } = {
  'start delay': 'barriers arrive late',
  alignment: 'back-pressure upstream',
  sync: 'the task is blocked by its snapshot',
  async: 'slow storage',
};

/** Shorter phases mean nothing. */
const longMs = 1000;

/** Returns the longest phase; undefined if all are 0 or unknown. */
export function longestPhase(phases: CheckpointPhases): { readonly name: PhaseName; readonly ms: number } | undefined {
  const { startDelayMs = 0, alignmentMs = 0, syncMs = 0, asyncMs = 0 } = phases;
  const measured = [
    { name: 'start delay', ms: startDelayMs },
    { name: 'alignment', ms: alignmentMs },
    { name: 'sync', ms: syncMs },
    { name: 'async', ms: asyncMs },
  ] as const;
  const longest = measured.reduce((a, b) => (b.ms > a.ms ? b : a));
  return longest.ms > 0 ? longest : undefined;
}

/** Names the longest phase: `alignment: back-pressure upstream`. A short phase has no meaning: `alignment`. */
export function phaseText(phases: CheckpointPhases): string {
  const longest = longestPhase(phases);
  if (longest === undefined) return '';
  return longest.ms < longMs ? longest.name : `${longest.name}: ${meanings[longest.name]}`;
}

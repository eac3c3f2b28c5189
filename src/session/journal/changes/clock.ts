/** Clocks of one observation. */
export type JournalClock = {
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  /** The API server's clock minus the local clock, ms. */
  readonly serverAheadMs: number;
  /** Flink's clock minus the API server's clock, ms: see `flinkAheadMs`. */
  readonly flinkAheadMs: number;
  /** Start of this recording, epoch ms by the API server's clock. */
  readonly watchingSince: number;
};

/** Smaller differences are ignored. The API server's clock is known to about one second. */
const toleranceMs = 2000;

/** Returns the difference of two clocks, or 0 if they agree. `readAt`: epoch ms by the API server's clock. */
export function flinkAheadMs(flinkNow: number, readAt: number): number {
  const ahead = flinkNow - readAt;
  return Math.abs(ahead) < toleranceMs ? 0 : Math.round(ahead);
}

/** Converts epoch ms by Flink's clock. */
export function flinkTime(
  { flinkAheadMs: ahead }: Pick<JournalClock, 'flinkAheadMs'>,
  flinkAt: number,
): { readonly at: number; readonly flinkAt?: number } {
  return ahead === 0 ? { at: flinkAt } : { at: flinkAt - ahead, flinkAt };
}

/** The time of a change in Flink for which Flink states no time. */
export function seenInFlink(clock: Pick<JournalClock, 'now' | 'flinkAheadMs'>) {
  return { ...flinkTime(clock, Math.round(clock.now + clock.flinkAheadMs)), isSeen: true } as const;
}

/** The time of a change that no server states. */
export function seenNow({ now }: Pick<JournalClock, 'now'>): { readonly at: number; readonly isSeen: true } {
  return { at: Math.round(now), isSeen: true };
}

/** So many pings, a second apart, may go unanswered in a row. */
export const maxUnansweredPings = 10;

/**
 * A main thread that waits uses no CPU: in a debugger, or while the terminal takes no output. It recovers by itself, so
 * only a thread that is busy counts as hung. Microseconds between two pings, of the whole process.
 */
const busyMicroseconds = 100_000;

export type PingCounter = {
  readonly answer: () => void;
  /** Before each ping: whether the main thread hangs. `cpuMicroseconds`: used by the process since it started. */
  readonly isHung: (cpuMicroseconds: number) => boolean;
};

/** Counts pings and no time: a process that was stopped or a machine that slept sends none. */
export function createPingCounter(): PingCounter {
  let isAnswered = true;
  let unanswered = 0;
  let cpuBefore = 0;
  return {
    answer: () => {
      isAnswered = true;
      unanswered = 0;
    },
    isHung: (cpuMicroseconds) => {
      if (!isAnswered && cpuMicroseconds - cpuBefore >= busyMicroseconds) unanswered += 1;
      isAnswered = false;
      cpuBefore = cpuMicroseconds;
      return unanswered >= maxUnansweredPings;
    },
  };
}

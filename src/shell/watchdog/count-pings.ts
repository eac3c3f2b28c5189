/** Number of unanswered pings in a row, one per second, that counts as a hang. */
export const maxUnansweredPings = 10;

/**
 * Minimum CPU time of the process between two pings, in microseconds, for a busy main thread. A thread that waits
 * for a debugger or a blocked terminal uses less CPU time and recovers on its own.
 */
const busyMicroseconds = 100_000;

export type PingCounter = {
  readonly answer: () => void;
  /** Call before each ping with the CPU time of the process since its start. Returns whether the main thread hangs. */
  readonly isHung: (cpuMicroseconds: number) => boolean;
};

/** Counts pings instead of time, because a stopped process or a sleeping computer sends no pings. */
export function createPingCounter(): PingCounter {
  let isAnswered = true;
  let unanswered = 0;
  let previousCpu = 0;
  return {
    answer: () => {
      isAnswered = true;
      unanswered = 0;
    },
    isHung: (cpuMicroseconds) => {
      if (!isAnswered && cpuMicroseconds - previousCpu >= busyMicroseconds) unanswered += 1;
      isAnswered = false;
      previousCpu = cpuMicroseconds;
      return unanswered >= maxUnansweredPings;
    },
  };
}

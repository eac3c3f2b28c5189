/** Failures of Flink's JobMaster and TaskExecutor when a TaskManager is gone. */
const lost = /TaskExecutor is shutting down|TaskManager .*no longer reachable|Heartbeat of TaskManager|Pod terminated/i;

/** Returns how the TaskManager of a failure was lost; undefined for any other failure. */
export function lostTaskManagerIn(message: string): 'OOM-killed' | 'lost' | undefined {
  if (/OOMKilled/.test(message)) return 'OOM-killed';
  return lost.test(message) ? 'lost' : undefined;
}

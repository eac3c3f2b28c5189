/** Failures of Flink's JobMaster and TaskExecutor when a TaskManager is gone. */
const lost = /TaskExecutor is shutting down|TaskManager .*no longer reachable|Heartbeat of TaskManager|Pod terminated/i;

/** Returns what a failure says about its TaskManager: `TaskManager OOM-killed`. undefined for any other failure. */
export function lostTaskManagerIn(message: string): string | undefined {
  if (/OOMKilled/.test(message)) return 'TaskManager OOM-killed';
  return lost.test(message) ? 'TaskManager lost' : undefined;
}

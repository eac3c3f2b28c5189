import type { Clock } from './clock.ts';
import { loggers } from './jobs/loggers.ts';
import { logTaskManagerStart } from './logs/start-up.ts';
import type { PodProcess, RunningPod } from './node.ts';
import type { ClusterSettings } from './settings.ts';
import { startJvm } from './start-jvm.ts';

const startMs = 3000;

/** Runs a TaskManager's JVM. Without `onStarted`, skips the start-up time and the start-up lines. */
export function runTaskManager(
  pod: RunningPod,
  settings: ClusterSettings,
  clock: Clock,
  onStarted: (() => void) | undefined,
): PodProcess {
  const { name, ip, console } = pod;
  const stopLogging = startJvm(pod, settings, 'taskmanager', clock, { isQuiet: onStarted === undefined });
  let cancel = () => {};
  if (onStarted) {
    cancel = clock.after(startMs, () => {
      logTaskManagerStart(console, settings, name, ip);
      onStarted();
    });
  }
  return {
    kill: () => {
      cancel();
      stopLogging();
    },
    terminate: () => {
      cancel();
      console.write('WARN', loggers.taskManagerRunner, 'RECEIVED SIGNAL 15: SIGTERM. Shutting down as requested.');
      console.write('INFO', 'org.apache.flink.runtime.blob.TransientBlobCache', 'Shutting down BLOB cache');
      const terminator = 'org.apache.pekko.remote.RemoteActorRefProvider$RemotingTerminator';
      console.write('INFO', terminator, 'Remoting shut down.');
      stopLogging();
    },
  };
}

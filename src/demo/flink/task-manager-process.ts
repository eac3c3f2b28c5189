import type { Clock } from './clock.ts';
import { loggers } from './jobs/loggers.ts';
import { jvmStart, taskManagerStart } from './logs/start-up.ts';
import type { PodProcess, RunningPod } from './node.ts';
import type { ClusterSettings } from './settings.ts';

const startMs = 3000;

/** A TaskManager's JVM; without `onStarted` it is taken to have started long ago. */
export function runTaskManager(
  { name, ip, console }: RunningPod,
  settings: ClusterSettings,
  clock: Clock,
  onStarted: (() => void) | undefined,
): PodProcess {
  let cancel = () => {};
  if (onStarted) {
    jvmStart(console, settings, 'taskmanager', name);
    cancel = clock.after(startMs, () => {
      taskManagerStart(console, settings, name, ip);
      onStarted();
    });
  }
  return {
    terminate: () => {
      cancel();
      console.write('WARN', loggers.taskManagerRunner, 'RECEIVED SIGNAL 15: SIGTERM. Shutting down as requested.');
      console.write('INFO', 'org.apache.flink.runtime.blob.TransientBlobCache', 'Shutting down BLOB cache');
      const terminator = 'org.apache.pekko.remote.RemoteActorRefProvider$RemotingTerminator';
      console.write('INFO', terminator, 'Remoting shut down.');
    },
  };
}

import type { Throwable } from '../logs/stack-trace.ts';
import type { ContainerExit } from '../objects/pod-status.ts';
import { mainContainer } from '../settings.ts';

/** The exception that fails the jobs of a terminated TaskManager. */
export const shutdownException: Throwable = {
  className: 'org.apache.flink.util.FlinkExpectedException',
  message: 'The TaskExecutor is shutting down.',
  frames: ['org.apache.flink.runtime.taskexecutor.TaskExecutor.onStop(TaskExecutor.java:551)'],
};

/** The exception that fails the jobs of a killed TaskManager, as on a real cluster. */
export const podTerminated = ({ exitCode, reason }: ContainerExit): Throwable => ({
  className: 'java.lang.Exception',
  message: `Pod terminated, container termination statuses: [${mainContainer}(exitCode=${exitCode}, reason=${reason}, message=null)]`,
  frames: [
    'org.apache.flink.runtime.resourcemanager.active.ActiveResourceManager.onWorkerTerminated(ActiveResourceManager.java:315)',
    'org.apache.flink.kubernetes.KubernetesResourceManagerDriver.onPodTerminated(KubernetesResourceManagerDriver.java:402)',
  ],
});

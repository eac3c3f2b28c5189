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

const timedOut = {
  className: 'org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException',
  message: 'Slot request bulk is not fulfillable! Could not allocate the required slot within slot request timeout',
  frames: [
    'org.apache.flink.runtime.jobmaster.slotpool.PhysicalSlotRequestBulkCheckerImpl.lambda$schedulePendingRequestBulkWithTimestampCheck$0(PhysicalSlotRequestBulkCheckerImpl.java:86)',
  ],
  cause: {
    className: 'java.util.concurrent.TimeoutException',
    message: 'Timeout has occurred: PT5M',
    frames: [],
  },
} as const;

/** The exception that fails a job which has waited too long for slots, as on a real cluster. */
export const noResourceAvailable: Throwable = {
  className: 'java.util.concurrent.CompletionException',
  message: `java.util.concurrent.CompletionException: ${timedOut.className}: ${timedOut.message}`,
  frames: [
    'org.apache.flink.runtime.scheduler.DefaultExecutionDeployer.lambda$assignResource$4(DefaultExecutionDeployer.java:226)',
  ],
  cause: {
    className: 'java.util.concurrent.CompletionException',
    message: `${timedOut.className}: ${timedOut.message}`,
    frames: ['java.base/java.util.concurrent.CompletableFuture.encodeThrowable(CompletableFuture.java:332)'],
    cause: timedOut,
  },
};

/** The classes that the simulated processes log as. */
export const loggers = {
  application: 'org.apache.flink.runtime.application.AbstractApplication',
  checkpointCoordinator: 'org.apache.flink.runtime.checkpoint.CheckpointCoordinator',
  checkpointFailures: 'org.apache.flink.runtime.checkpoint.CheckpointFailureManager',
  dispatcher: 'org.apache.flink.runtime.dispatcher.StandaloneDispatcher',
  executionGraph: 'org.apache.flink.runtime.executiongraph.ExecutionGraph',
  jobMaster: 'org.apache.flink.runtime.jobmaster.JobMaster',
  kubernetesDriver: 'org.apache.flink.kubernetes.KubernetesResourceManagerDriver',
  leaderElector: 'org.apache.flink.kubernetes.kubeclient.resources.KubernetesLeaderElector',
  resourceManager: 'org.apache.flink.runtime.resourcemanager.active.ActiveResourceManager',
  restEndpoint: 'org.apache.flink.runtime.dispatcher.DispatcherRestEndpoint',
  sessionDispatcher: 'org.apache.flink.runtime.dispatcher.runner.SessionDispatcherLeaderProcess',
  slotManager: 'org.apache.flink.runtime.resourcemanager.slotmanager.FineGrainedSlotManager',
  slotTable: 'org.apache.flink.runtime.taskexecutor.slot.TaskSlotTableImpl',
  task: 'org.apache.flink.runtime.taskmanager.Task',
  taskExecutor: 'org.apache.flink.runtime.taskexecutor.TaskExecutor',
  taskManagerRunner: 'org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner',
} as const;

import type { DemoLogging } from '../demo.ts';

/** Settings of one simulated Flink cluster. */
export type ClusterSettings = {
  readonly clusterId: string;
  readonly namespace: string;
  readonly flinkVersion: '2.3.0' | '1.20.5';
  readonly mode: 'session' | 'application';
  readonly highAvailability: boolean;
  /** True if the configuration has a default savepoint directory. */
  readonly hasSavepointDirectory: boolean;
  readonly operatorOwned: boolean;
  /** `execution.shutdown-on-application-finish: false` */
  readonly keepApplicationCluster?: boolean;
  readonly logging: DemoLogging;
  /** `rest.flamegraph.enabled` and `rest.profiling.enabled`. Both are off by default. */
  readonly hasProfiling?: boolean;
  /** Options with secrets and an overridden one. `kubectl edit` has changed the ConfigMap since the start. */
  readonly hasEditedOptions?: boolean;
  readonly slotsPerTaskManager: number;
  /** `slotmanager.number-of-slots.min`: Flink keeps idle TaskManagers for this many slots. */
  readonly minimumSlots: number;
};

export const restPort = 8081;
export const mainContainer = 'flink-main-container';
export const checkpointDirectory = 'file:///storage/checkpoints';
export const savepointDirectory = 'file:///storage/savepoints';

/** Flink's defaults: 1600 MiB for a JobManager, 1728 MiB for a TaskManager. */
export const jobManagerMemory = {
  process: '1600m',
  limit: '1600Mi',
  heap: 1_073_741_824,
  offHeap: 134_217_728,
  jvmMetaspace: 268_435_456,
  jvmOverhead: 201_326_592,
  totalProcessMemory: 1_677_721_600,
} as const;
export const taskManagerMemory = {
  process: '1728m',
  limit: '1728Mi',
  frameworkHeap: 134_217_728,
  taskHeap: 402_653_174,
  frameworkOffHeap: 134_217_728,
  taskOffHeap: 0,
  networkMemory: 134_217_730,
  managedMemory: 536_870_920,
  jvmMetaspace: 268_435_456,
  jvmOverhead: 201_326_592,
  totalFlinkMemory: 1_342_177_280,
  totalProcessMemory: 1_811_939_328,
} as const;

/** Returns the logging library of the JVMs. The ConfigMap has the configuration files of both libraries. */
export const loggingBackend = ({ logging }: Pick<ClusterSettings, 'logging'>): 'log4j' | 'logback' =>
  logging === 'logback' || logging === 'logback-scan' ? 'logback' : 'log4j';

export const isFlink1 = ({ flinkVersion }: Pick<ClusterSettings, 'flinkVersion'>): boolean =>
  flinkVersion.startsWith('1.');
export const flinkCommit = (settings: ClusterSettings): string => (isFlink1(settings) ? '0980485' : 'c0f8d1a');
export const flinkCommitDate = (settings: ClusterSettings): string =>
  isFlink1(settings) ? '2026-06-08T09:21:06+02:00' : '2026-06-14T16:29:03+02:00';
export const image = ({ flinkVersion }: ClusterSettings): string => `flink:${flinkVersion}-scala_2.12-java17`;
/** Dynamic properties in the command line of the JobManager. */
export const commandLineOptions = ({
  hasEditedOptions = false,
}: ClusterSettings): readonly (readonly [string, string])[] =>
  hasEditedOptions ? [['heartbeat.timeout', '2 min']] : [];
export const rpcHost = ({ clusterId, namespace }: ClusterSettings): string => `${clusterId}.${namespace}`;

import { stringify } from 'yaml';
import {
  type ClusterSettings,
  checkpointDirectory,
  image,
  jobManagerMemory,
  rpcHost,
  savepointDirectory,
  taskManagerMemory,
} from '../settings.ts';
import { configMapLoggingFiles, loggingFileText } from './logging-files.ts';

type Options = readonly (readonly [key: string, value: string])[];

/** Returns the options that the deploying client stored in the ConfigMap. */
export function flinkOptions(settings: ClusterSettings): Options {
  const entrypoint = settings.mode === 'session' ? 'Session' : 'Application';
  return [
    ['blob.server.port', '6124'],
    ...(settings.logging === 'redirected' ? ([['env.stdout-err.redirect-to-file', 'true']] as const) : []),
    ['execution.attached', 'false'],
    ...(settings.keepApplicationCluster ? ([['execution.shutdown-on-application-finish', 'false']] as const) : []),
    ['execution.target', `kubernetes-${settings.mode}`],
    ...(settings.hasSavepointDirectory
      ? ([
          ['execution.checkpointing.dir', checkpointDirectory],
          ['execution.checkpointing.savepoint-dir', savepointDirectory],
        ] as const)
      : []),
    ...(settings.highAvailability
      ? ([
          ['high-availability.cluster-id', settings.clusterId],
          ['high-availability.jobmanager.port', '6123'],
          ['high-availability.storageDir', 'file:///storage/ha'],
          ['high-availability.type', 'kubernetes'],
          ['kubernetes.jobmanager.replicas', '2'],
        ] as const)
      : []),
    ...(settings.hasEditedOptions
      ? ([
          ['heartbeat.timeout', '50 s'],
          ['metrics.reporter.push.password', 'demo-password'],
          ['s3.access-key', 'DEMOACCESSKEY'],
          ['s3.secret-key', 'demo-secret'],
        ] as const)
      : []),
    ['internal.cluster.execution-mode', 'NORMAL'],
    ['jobmanager.execution.failover-strategy', 'region'],
    ['jobmanager.memory.process.size', jobManagerMemory.process],
    ['jobmanager.rpc.address', settings.highAvailability ? 'localhost' : rpcHost(settings)],
    ['jobmanager.rpc.port', '6123'],
    ['kubernetes.cluster-id', settings.clusterId],
    ['kubernetes.container.image.ref', image(settings)],
    [
      'kubernetes.internal.jobmanager.entrypoint.class',
      `org.apache.flink.kubernetes.entrypoint.Kubernetes${entrypoint}ClusterEntrypoint`,
    ],
    ['kubernetes.namespace', settings.namespace],
    ['kubernetes.service-account', 'flink'],
    ['parallelism.default', '1'],
    ['rest.address', 'localhost'],
    ...(settings.hasProfiling
      ? ([
          ['rest.flamegraph.enabled', 'true'],
          ['rest.profiling.enabled', 'true'],
        ] as const)
      : []),
    ...(settings.minimumSlots > 0
      ? ([['slotmanager.number-of-slots.min', String(settings.minimumSlots)]] as const)
      : []),
    ['taskmanager.memory.process.size', taskManagerMemory.process],
    ['taskmanager.numberOfTaskSlots', String(settings.slotsPerTaskManager)],
    ['taskmanager.rpc.port', '6122'],
  ];
}

export function flinkConfigData(settings: ClusterSettings): Record<string, string> {
  const files = configMapLoggingFiles(settings).map((name) => [name, loggingFileText(name, settings)] as const);
  return Object.fromEntries([...files, ['config.yaml', configYaml(flinkOptions(settings))]]);
}

/** Formats options as nested YAML. */
function configYaml(options: Options): string {
  const root: Record<string, unknown> = {};
  for (const [key, value] of options) {
    const path = key.split('.');
    const last = path.pop() as string;
    let parent = root;
    for (const part of path) {
      parent[part] ??= {};
      parent = parent[part] as Record<string, unknown>;
    }
    parent[last] = value;
  }
  return stringify(root, { singleQuote: true });
}

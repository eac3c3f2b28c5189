import { flinkConfigMapName, roleOf } from '../../flink/names.ts';
import type { FlinkOptions } from '../../flink/responses.ts';
import type { ConfigMap, Pod } from '../../kubernetes/objects.ts';
import { findLastChange } from '../cluster/last-change.ts';
import { type ConfigurationEntry, compareConfiguration } from '../configuration/compare-configuration.ts';
import { type ConfigFile, readConfigFile, readLegacyLines } from '../configuration/config-file.ts';
import { dynamicProperties } from '../configuration/dynamic-properties.ts';
import { podFacts } from '../pods/pod-facts.ts';
import type { SessionSnapshot } from '../snapshot.ts';
import {
  builtInPlugins,
  flinkContainer,
  type ImageUse,
  imagesOf,
  type ResourceUse,
  resourcesOf,
} from './containers.ts';
import { type KubernetesHighAvailability, readHighAvailability } from './high-availability.ts';
import { type Owner, ownerOf } from './owner.ts';
import type { SessionObjects } from './session-objects.ts';

/** Something that could not be read. */
export type InfoGap = { readonly what: 'Deployment' | 'Pods' | 'ConfigMaps' | 'Options'; readonly reason: string };

/** Where and when the options in the ConfigMap were last changed, by the API server's clock. */
export type ConfigFileState = {
  readonly configMap: string;
  /** Name of the file in the ConfigMap. */
  readonly file: ConfigFile['name'];
  readonly changedAt: number | undefined;
  readonly changedBy: string;
  /** Whether it was changed after the leading JobManager started. False if one of the times is unknown. */
  readonly isChangedSinceStart: boolean;
};

/** What a session cluster consists of and runs with. Secrets are masked. */
export type SessionInfo = {
  readonly owner: Owner | undefined;
  /** When the container of the leading JobManager started, epoch ms by its node's clock. */
  readonly startedAt: number | undefined;
  readonly images: readonly ImageUse[];
  readonly resources: readonly ResourceUse[];
  readonly serviceAccount: string | undefined;
  /** `ENABLE_BUILT_IN_PLUGINS` of the JobManager and of a TaskManager; undefined if it is unknown. */
  readonly plugins: {
    readonly jobManager: readonly string[] | undefined;
    readonly taskManager: readonly string[] | undefined;
  };
  readonly configFile: ConfigFileState | undefined;
  /** All options by key. */
  readonly configuration: readonly ConfigurationEntry[];
  /** undefined without Kubernetes high availability, or if the ConfigMaps are unknown. */
  readonly highAvailability: KubernetesHighAvailability | undefined;
  readonly gaps: readonly InfoGap[];
};

/** Whether the options of the JobManager and of the ConfigMap are known. */
export function isCompared({ configFile, configuration }: Pick<SessionInfo, 'configFile' | 'configuration'>): boolean {
  return configFile !== undefined && configuration.some(({ origin }) => origin !== undefined);
}

export type InfoSources = {
  readonly snapshot: Pick<SessionSnapshot, 'clusterId' | 'leader' | 'jobs'>;
  readonly objects: SessionObjects;
  /** Options of the leading JobManager; undefined before they were read. */
  readonly running: FlinkOptions | undefined;
  readonly gaps: readonly InfoGap[];
};

/** Derives the information from objects that were read. What is missing stays undefined. */
export function sessionInfo({ snapshot, objects, running, gaps }: InfoSources): SessionInfo {
  const { clusterId, leader, jobs } = snapshot;
  const { deployment, configMaps, pods = [] } = objects;
  const leading = pods.find(({ metadata }) => metadata?.name === leader) ?? firstOf(pods, 'jobmanager');
  const container = leading && podFacts(leading)?.container;
  const startedAt = container?.state === 'running' ? container.startedAt : undefined;
  const spec = leading?.spec ?? deployment?.spec?.template.spec;
  const main = flinkContainer(spec);
  const configMap = configMaps?.find(({ metadata }) => metadata?.name === flinkConfigMapName(clusterId));
  const file = readConfigFile(configMap);
  const configFile = configMap && file && stateOf(configMap, file, startedAt);
  const properties = main?.env?.find(({ name }) => name === 'FLINK_PROPERTIES')?.value ?? '';
  const highAvailability =
    configMaps && readHighAvailability(clusterId, configMaps, leader === undefined ? undefined : jobs);
  return {
    owner: deployment && ownerOf(deployment),
    startedAt,
    images: imagesOf(pods),
    resources: resourcesOf(pods),
    serviceAccount: spec?.serviceAccountName,
    plugins: {
      jobManager: leading && builtInPlugins(leading),
      taskManager: builtInPlugins(firstOf(pods, 'taskmanager')),
    },
    configFile,
    configuration: compareConfiguration({
      running,
      configured: file?.options,
      commandLine: dynamicProperties(main ?? {}),
      environment: readLegacyLines(properties),
      isChangedSinceStart: configFile?.isChangedSinceStart ?? false,
    }),
    highAvailability: highAvailability?.configMaps.length === 0 ? undefined : highAvailability,
    gaps,
  };
}

const firstOf = (pods: readonly Pod[], role: ReturnType<typeof roleOf>): Pod | undefined =>
  pods.find(({ metadata }) => roleOf(metadata?.labels) === role);

function stateOf(configMap: ConfigMap, { name }: ConfigFile, startedAt: number | undefined): ConfigFileState {
  const { at, by } = findLastChange(configMap, name);
  return {
    configMap: configMap.metadata?.name ?? '',
    file: name,
    changedAt: at,
    changedBy: by,
    isChangedSinceStart: at !== undefined && startedAt !== undefined && at > startedAt,
  };
}

/** Options that differ: those whose change waits for a restart first, then those that are overridden. */
export function differingEntries({ configuration }: Pick<SessionInfo, 'configuration'>): readonly ConfigurationEntry[] {
  const rank = ({ difference }: ConfigurationEntry) => (difference === 'overridden' ? 1 : 0);
  return configuration.filter(({ difference }) => difference !== undefined).sort((a, b) => rank(a) - rank(b));
}

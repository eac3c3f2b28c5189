import { deploymentName } from '../../../flink/names.ts';
import type { JvmEnvironment } from '../../../flink/responses.ts';
import type { Deployment, Pod } from '../../../kubernetes/objects.ts';
import { resources } from '../../../kubernetes/resource.ts';
import type { LoggingBackend } from '../../../logging-config/logging-config.ts';
import { describeDeployment } from '../../../session/cluster/describe-deployment.ts';
import { type FlinkSettings, readFlinkSettings } from '../../../session/cluster/flink-settings.ts';
import { backendOf } from '../../../session/levels/backend-of.ts';
import type { SessionDeployment } from '../../../session/snapshot.ts';
import { clusterPods } from '../../cluster/cluster-objects.ts';
import type { Rule, Services } from '../../record/command.ts';
import { execRules } from '../../record/exec-rules.ts';
import { resultOrError } from '../../record/result-or-error.ts';
import { type LiveFile, readLiveFile } from '../write/live-file.ts';
import { findProjection, type Projection } from './projection.ts';
import { patchConfigMapRule, patchPodRule } from './rbac-rules.ts';

/** Everything that decides whether a change of the file affects the logs. */
export type LevelFacts = {
  readonly clusterId: string;
  readonly namespace: string;
  readonly file: LiveFile;
  /** Path of the file in the pods. */
  readonly path: string;
  /** JVM environment of the leading JobManager, or the error if it could not be read. */
  readonly environment: JvmEnvironment | Error;
  readonly pods: readonly { readonly pod: Pod; readonly projection: Projection }[];
  readonly owner: SessionDeployment['owner'];
  readonly settings: FlinkSettings;
  readonly permissions: { readonly configMap: boolean; readonly pods: boolean; readonly exec: boolean };
};

export async function readLevelFacts(services: Services, signal: AbortSignal): Promise<LevelFacts> {
  const { connection } = services;
  const { kubernetes, flink, target } = connection;
  const { clusterId, namespace } = target;
  const deploymentPath = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
  // If the access check fails, assume permission: the real request decides.
  const isAllowed = async (rule: Rule) =>
    (await resultOrError(kubernetes.isAllowed({ ...rule, namespace }, signal), signal)) !== false;
  const [environment, pods, deployment, mayPatchConfigMap, mayPatchPods, ...mayExec] = await Promise.all([
    resultOrError(flink.environment(signal), signal),
    clusterPods(connection, signal),
    resultOrError(kubernetes.get<Deployment>(deploymentPath, signal), signal),
    isAllowed(patchConfigMapRule),
    isAllowed(patchPodRule),
    ...execRules.map(isAllowed),
  ]);
  const file = await readLiveFile(services, backendOf(environment), signal);
  const path = findPath(environment, file);
  return {
    clusterId,
    namespace,
    file,
    path,
    environment,
    pods: pods.map((pod) => ({ pod, projection: findProjection(pod, file.name, file.key, path) })),
    owner: deployment instanceof Error ? undefined : describeDeployment(deployment).owner,
    settings: readFlinkSettings(file.configMap),
    permissions: { configMap: mayPatchConfigMap, pods: mayPatchPods, exec: mayExec.includes(true) },
  };
}

const configurationFile = {
  log4j: /^-Dlog4j2?\.configurationFile=(?:file:)?(.+)$/,
  logback: /^-Dlogback\.configurationFile=(?:file:)?(.+)$/,
} as const satisfies Record<LoggingBackend, RegExp>;

/** Finds the path in the JVM options set by flink-console.sh. The last option applies. */
function findPath(environment: JvmEnvironment | Error, { backend, key }: LiveFile): string {
  const options = environment instanceof Error ? [] : environment.options;
  const paths = options.map((option) => configurationFile[backend].exec(option)?.[1]);
  return paths.findLast((path) => path !== undefined) ?? `/opt/flink/conf/${key}`;
}

import type { JvmEnvironment } from '../../../flink/answers.ts';
import { deploymentName } from '../../../flink/names.ts';
import type { Deployment, Pod } from '../../../kubernetes/objects.ts';
import { resources } from '../../../kubernetes/resource.ts';
import type { LoggingBackend } from '../../../logging-config/logging-config.ts';
import { describeDeployment } from '../../../session/cluster/describe-deployment.ts';
import { type FlinkSettings, readFlinkSettings } from '../../../session/cluster/flink-settings.ts';
import { backendOf } from '../../../session/levels/backend-of.ts';
import type { SessionDeployment } from '../../../session/snapshot.ts';
import { clusterPods } from '../../cluster/cluster-objects.ts';
import { attempt } from '../../record/attempt.ts';
import type { Rule, Services } from '../../record/command.ts';
import { type LiveFile, readLiveFile } from '../write/live-file.ts';
import { exec, patchConfigMap, patchPod } from './level-rules.ts';
import { type Projection, projectionOf } from './projection.ts';

/** Everything that decides whether a change of the file becomes a change of the logs. */
export type LevelFacts = {
  readonly clusterId: string;
  readonly namespace: string;
  readonly file: LiveFile;
  /** Where the JVMs read it. */
  readonly path: string;
  /** Of the leading JobManager; an Error where Flink did not tell. */
  readonly environment: JvmEnvironment | Error;
  readonly pods: readonly { readonly pod: Pod; readonly projection: Projection }[];
  readonly owner: SessionDeployment['owner'];
  readonly settings: FlinkSettings;
  readonly rights: { readonly configMap: boolean; readonly pods: boolean; readonly exec: boolean };
};

export async function readLevelFacts(services: Services, signal: AbortSignal): Promise<LevelFacts> {
  const { connection } = services;
  const { kubernetes, flink, target } = connection;
  const { clusterId, namespace } = target;
  const deploymentPath = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
  // What cannot be asked is tried: its refusal tells.
  const may = async (rule: Rule) =>
    (await attempt(kubernetes.isAllowed({ ...rule, namespace }, signal), signal)) !== false;
  const [environment, pods, deployment, mayPatchConfigMap, mayPatchPods, ...mayExec] = await Promise.all([
    attempt(flink.environment(signal), signal),
    clusterPods(connection, signal),
    attempt(kubernetes.get<Deployment>(deploymentPath, signal), signal),
    may(patchConfigMap),
    may(patchPod),
    ...exec.map(may),
  ]);
  const file = await readLiveFile(services, backendOf(environment), signal);
  const path = pathOf(environment, file);
  return {
    clusterId,
    namespace,
    file,
    path,
    environment,
    pods: pods.map((pod) => ({ pod, projection: projectionOf(pod, file.name, file.key, path) })),
    owner: deployment instanceof Error ? undefined : describeDeployment(deployment).owner,
    settings: readFlinkSettings(file.configMap),
    rights: { configMap: mayPatchConfigMap, pods: mayPatchPods, exec: mayExec.includes(true) },
  };
}

const configurationFile = {
  log4j: /^-Dlog4j2?\.configurationFile=(?:file:)?(.+)$/,
  logback: /^-Dlogback\.configurationFile=(?:file:)?(.+)$/,
} as const satisfies Record<LoggingBackend, RegExp>;

/** As flink-console.sh says, or whoever has added something behind it: the last one counts. */
function pathOf(environment: JvmEnvironment | Error, { backend, key }: LiveFile): string {
  const options = environment instanceof Error ? [] : environment.options;
  const paths = options.map((option) => configurationFile[backend].exec(option)?.[1]);
  return paths.findLast((path) => path !== undefined) ?? `/opt/flink/conf/${key}`;
}

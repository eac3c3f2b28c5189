import { roleOf } from '../../../flink/names.ts';
import { someOf } from '../../../text/some-of.ts';
import { nameOf } from '../../cluster/cluster-objects.ts';
import { type ExitCode, exitCodes } from '../../record/command-error.ts';
import type { LevelFacts } from './level-facts.ts';
import { reloadInterval } from './reload-interval.ts';

/** A reason why a change of the file does not affect the logs, or affects them later. */
export type Obstacle = {
  /**
   * `all`: no pod gets the change, or it cannot be made. `running pods`: only new pods get it. `some pods`: only other pods
   * get it. `none`: every pod gets it, and the message is a warning.
   */
  readonly blocks: 'all' | 'running pods' | 'some pods' | 'none';
  readonly message: string;
  /** The next step, as a sentence. */
  readonly next: string;
  readonly exitCode?: ExitCode;
};

type Check = (facts: LevelFacts, now: number) => Obstacle | undefined;

const forNewPodsHint =
  'Use --for-new-pods to write it for new TaskManagers and a replaced JobManager. ' +
  'kubectl delete pod replaces the JobManager; without high availability, its jobs are lost.';

const checks: readonly Check[] = [
  ({ permissions, file, namespace }) =>
    permissions.configMap
      ? undefined
      : {
          blocks: 'all',
          message: `not allowed to patch ConfigMap ${file.name} in namespace ${namespace}`,
          next: `A Role in ${namespace} can grant this with the rule {apiGroups: [""], resources: ["configmaps"], verbs: ["patch"]}; flink-tui rights -n ${namespace} prints the complete Role.`,
          exitCode: exitCodes.notAllowed,
        },

  ({ file }) =>
    file.configMap.immutable === true
      ? {
          blocks: 'all',
          message: `ConfigMap ${file.name} is immutable`,
          next: 'Set the level in the conf directory of the Flink client and deploy the cluster again.',
        }
      : undefined,

  ({ path, file }) =>
    path.endsWith(`/${file.key}`)
      ? undefined
      : {
          blocks: 'all',
          message: `the JobManager uses another logging file: ${path}`,
          next: `Change the level in the source of that file. ${file.key} of the ConfigMap is not used.`,
        },

  ({ pods, file }) => {
    const unmounted = pods.filter(({ projection: { kind } }) => kind === 'excluded' || kind === 'not mounted');
    if (unmounted.length === 0) return undefined;
    const names = someOf(unmounted.map(({ pod }) => nameOf(pod)));
    const problem = unmounted.some(({ projection }) => projection.kind === 'excluded')
      ? `is not among the mounted keys in ${names}`
      : `is not mounted into ${names}`;
    return {
      blocks: unmounted.length === pods.length ? 'all' : 'some pods',
      message: `${file.key} of ConfigMap ${file.name} ${problem}`,
      next: 'Volumes of a running pod cannot be changed. Deploy the cluster again with a client or pod template that mounts the file.',
    };
  },

  ({ pods, file }) => {
    const subPathPods = pods.filter(({ projection }) => projection.kind === 'subPath');
    if (subPathPods.length === 0) return undefined;
    const names = someOf(subPathPods.map(({ pod }) => nameOf(pod)));
    return {
      blocks: subPathPods.length === pods.length ? 'running pods' : 'some pods',
      message: `${file.key} is mounted with subPath in ${names}, so the kubelet never updates it`,
      next: forNewPodsHint,
    };
  },

  ({ pods, file, owner }, now) => {
    const withoutReload = pods.filter(({ pod }) => reloadInterval(file, pod, now) === undefined);
    if (withoutReload.length === 0) return undefined;
    const cause =
      file.backend === 'logback'
        ? 'scanning is disabled in the Logback file'
        : file.config.monitorIntervalSeconds === undefined
          ? 'the file has no monitorInterval'
          : `the file had no monitorInterval when ${someOf(withoutReload.map(({ pod }) => nameOf(pod)))} started`;
    const ownerHint =
      owner === undefined
        ? ''
        : ` For a permanent change, set monitorInterval=30 and the level in spec.logConfiguration of ${owner.kind} ${owner.name}.`;
    return {
      blocks: withoutReload.length === pods.length ? 'running pods' : 'some pods',
      message: `${cause}, so the JVM only reads it at startup`,
      next: forNewPodsHint + ownerHint,
    };
  },

  ({ owner, file }) =>
    owner === undefined
      ? undefined
      : {
          blocks: 'none',
          message: `${owner.kind} ${owner.name} owns this cluster and may overwrite ${file.name}`,
          next: `For a permanent change, use spec.logConfiguration of ${owner.kind} ${owner.name}.`,
        },

  ({ settings, environment }) =>
    settings.isOutputRedirected || (!(environment instanceof Error) && isConsoleOff(environment.options))
      ? {
          blocks: 'none',
          message:
            "standard output is redirected to files (env.stdout-err.redirect-to-file), so the pods' logs do not show the new level",
          next: 'See the .log files in /opt/flink/log of each container, or the Web UI.',
        }
      : undefined,

  ({ permissions, pods }) =>
    permissions.pods || pods.length === 0
      ? undefined
      : {
          blocks: 'none',
          message: 'not allowed to patch pods, so the kubelet syncs the file only after 1 to 2 minutes',
          next: 'The rule {apiGroups: [""], resources: ["pods"], verbs: ["patch"]} reduces this to half a second.',
        },

  ({ permissions, pods }) =>
    permissions.exec || pods.length === 0
      ? undefined
      : {
          blocks: 'none',
          message: 'not allowed to exec into pods, so only time and logs show whether the file has arrived',
          next: 'The rule {apiGroups: [""], resources: ["pods/exec"], verbs: ["create", "get"]} allows reading the file in the pods.',
        },

  ({ environment }) =>
    environment instanceof Error
      ? {
          blocks: 'none',
          message: `the logging backend is unknown, assuming Log4j: ${environment.message.replace(/\.$/, '')}`,
          next: 'The JobManager log shows the backend at startup.',
        }
      : undefined,

  ({ pods }) =>
    pods.some(({ pod }) => roleOf(pod.metadata?.labels) === 'jobmanager')
      ? undefined
      : {
          blocks: 'none',
          message: 'no JobManager is running, so the change only affects new pods',
          next: 'Run pods to show the pod status.',
        },
];

/** Returns the obstacles, the most severe first. */
export function findObstacles(facts: LevelFacts, now: number): readonly Obstacle[] {
  return checks.flatMap((check) => check(facts, now) ?? []);
}

function isConsoleOff(options: readonly string[]): boolean {
  return options.findLast((option) => option.startsWith('-Dconsole.log.level='))?.endsWith('=OFF') ?? false;
}

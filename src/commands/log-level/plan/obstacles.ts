import { roleOf } from '../../../flink/names.ts';
import { someOf } from '../../../text/some-of.ts';
import { nameOf } from '../../cluster/cluster-objects.ts';
import { type ExitCode, exitCodes } from '../../record/command-error.ts';
import type { LevelFacts } from './level-facts.ts';
import { reloadInterval } from './reload-interval.ts';

/** A reason why a change of the file does not affect the logs, or only affects them later. */
export type Obstacle = {
  /**
   * `all`: no pod gets the change, or the file cannot be written. `running pods`: only new pods get the change.
   * `some pods`: some pods do not get the change. `none`: every pod gets the change, and the message is a warning.
   */
  readonly blocks: 'all' | 'running pods' | 'some pods' | 'none';
  readonly message: string;
  /** The next step, as a sentence. */
  readonly next: string;
  readonly exitCode?: ExitCode;
};

type Check = (facts: LevelFacts, now: number) => Obstacle | undefined;

const forNewPodsHint =
  'Use --for-new-pods to write the file for new TaskManagers and the next JobManager. ' +
  'kubectl delete pod replaces the JobManager. Without high availability, its jobs are lost.';

const checks: readonly Check[] = [
  ({ permissions, file, namespace }) =>
    permissions.configMap
      ? undefined
      : {
          blocks: 'all',
          message: `not allowed to patch ConfigMap ${file.name} in namespace ${namespace}`,
          next: `Add this rule to a Role in ${namespace}: {apiGroups: [""], resources: ["configmaps"], verbs: ["patch"]}. Run flink-tui permissions -n ${namespace} to print the complete Role.`,
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
          message: `the JobManager uses another logging configuration file: ${path}`,
          next: `Change the level in the source of that file. The JobManager does not use ${file.key} of the ConfigMap.`,
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
          next: 'To reduce this delay to half a second, add this rule: {apiGroups: [""], resources: ["pods"], verbs: ["patch"]}.',
        },

  ({ permissions, pods }) =>
    permissions.exec || pods.length === 0
      ? undefined
      : {
          blocks: 'none',
          message: 'not allowed to exec into pods, so flink-tui cannot read the file in the pods',
          next: 'To report when each pod has the file, add this rule: {apiGroups: [""], resources: ["pods/exec"], verbs: ["create", "get"]}.',
        },

  ({ environment }) =>
    environment instanceof Error
      ? {
          blocks: 'none',
          message: `the logging backend is unknown, assuming Log4j: ${environment.message.replace(/\.$/, '')}`,
          next: 'Look for the backend at the start of the JobManager log.',
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

import { roleOf } from '../../../flink/names.ts';
import { someOf } from '../../../text/some-of.ts';
import { nameOf } from '../../cluster/cluster-objects.ts';
import { type ExitCode, exitCodes } from '../../record/command-error.ts';
import type { LevelFacts } from './level-facts.ts';
import { reloadInterval } from './reload-interval.ts';

/** A reason why a change of the file would not become, or not soon become, a change of the logs. */
export type Obstacle = {
  /**
   * `all`: it would change nothing, now or later, or cannot be made. `running pods`: pods that start later have it.
   * `some pods`: the others have it. `nothing`: it works, and this is to be known.
   */
  readonly stops: 'all' | 'running pods' | 'some pods' | 'nothing';
  /** A sentence without its full stop. */
  readonly message: string;
  /** What to do instead, a sentence. */
  readonly next: string;
  readonly exitCode?: ExitCode;
};

type Check = (facts: LevelFacts, now: number) => Obstacle | undefined;

const forNewPods = '--for-new-pods';

const takesIt =
  `${forNewPods} writes it for pods that start later: every new TaskManager, and the JobManager once it is replaced ` +
  '(kubectl delete pod; without high availability its jobs are lost with it).';

const checks: readonly Check[] = [
  ({ rights, file, namespace }) =>
    rights.configMap
      ? undefined
      : {
          stops: 'all',
          message: `you may not patch the ConfigMap ${file.name} in the namespace ${namespace}`,
          next: `A Role in ${namespace} would allow it with the rule {apiGroups: [""], resources: ["configmaps"], verbs: ["patch"]}; flink-tui rights -n ${namespace} prints the whole Role.`,
          exitCode: exitCodes.notAllowed,
        },

  ({ file }) =>
    file.configMap.immutable === true
      ? {
          stops: 'all',
          message: `the ConfigMap ${file.name} is immutable: nobody can change it any more`,
          next: 'Only a new deployment of the cluster brings another one; the level has to be in the conf folder that it is deployed from.',
        }
      : undefined,

  ({ path, file }) =>
    path.endsWith(`/${file.key}`)
      ? undefined
      : {
          stops: 'all',
          message: `the JobManager was started with another logging file, ${path}`,
          next: `It has to be changed where it comes from; ${file.key} of the ConfigMap is read by nobody.`,
        },

  ({ pods, file }) => {
    const isOut = pods.filter(({ projection: { kind } }) => kind === 'left out' || kind === 'not mounted');
    if (isOut.length === 0) return undefined;
    const names = someOf(isOut.map(({ pod }) => nameOf(pod)));
    const is = isOut.some(({ projection }) => projection.kind === 'left out')
      ? `is not among the keys that are mounted into ${names}`
      : `is not mounted into ${names}`;
    return {
      stops: isOut.length === pods.length ? 'all' : 'some pods',
      message: `${file.key} of the ConfigMap ${file.name} ${is}: what is written there never gets to them`,
      next: 'Volumes of a running pod cannot be changed: deploy the cluster again from a client, or with a pod template, that mounts the file.',
    };
  },

  ({ pods, file }) => {
    const isStuck = pods.filter(({ projection }) => projection.kind === 'subPath');
    if (isStuck.length === 0) return undefined;
    const names = someOf(isStuck.map(({ pod }) => nameOf(pod)));
    return {
      stops: isStuck.length === pods.length ? 'running pods' : 'some pods',
      message: `${file.key} is mounted by subPath into ${names}: such a file stays what it was when the container started`,
      next: takesIt,
    };
  },

  ({ pods, file, owner }, now) => {
    const isDeaf = pods.filter(({ pod }) => reloadInterval(file, pod, now) === undefined);
    if (isDeaf.length === 0) return undefined;
    const reads =
      file.backend === 'logback'
        ? 'the file does not tell Logback to scan it'
        : file.config.monitorIntervalSeconds === undefined
          ? 'the file has no monitorInterval'
          : `the file had no monitorInterval when ${someOf(isDeaf.map(({ pod }) => nameOf(pod)))} started`;
    const kept =
      owner === undefined
        ? ''
        : ` For good, put monitorInterval=30 and the level into spec.logConfiguration of ${owner.kind} ${owner.name}.`;
    return {
      stops: isDeaf.length === pods.length ? 'running pods' : 'some pods',
      message: `${reads}: it was read once, at the start, and is never looked at again`,
      next: takesIt + kept,
    };
  },

  ({ owner, file }) =>
    owner === undefined
      ? undefined
      : {
          stops: 'nothing',
          message: `${owner.kind} ${owner.name} owns this cluster, and may write ${file.name} over with what it has itself`,
          next: `What is to last belongs into spec.logConfiguration of ${owner.kind} ${owner.name}.`,
        },

  ({ settings, environment }) =>
    settings.isOutputRedirected || (!(environment instanceof Error) && isConsoleOff(environment.options))
      ? {
          stops: 'nothing',
          message:
            "standard output is redirected to files (env.stdout-err.redirect-to-file): the pods' logs do not show the new level",
          next: 'It shows in the .log files in /opt/flink/log of each container, and on the Web UI.',
        }
      : undefined,

  ({ rights, pods }) =>
    rights.pods || pods.length === 0
      ? undefined
      : {
          stops: 'nothing',
          message:
            'you may not patch pods: the kubelet is not told, and brings the file into the pods by itself within 1 to 2 minutes',
          next: 'The rule {apiGroups: [""], resources: ["pods"], verbs: ["patch"]} makes that half a second.',
        },

  ({ rights, pods }) =>
    rights.exec || pods.length === 0
      ? undefined
      : {
          stops: 'nothing',
          message: 'you may not exec into pods: whether the file has come is judged by time and by the logs alone',
          next: 'The rule {apiGroups: [""], resources: ["pods/exec"], verbs: ["create", "get"]} lets it be read there.',
        },

  ({ environment }) =>
    environment instanceof Error
      ? {
          stops: 'nothing',
          message: `Flink does not tell whether it logs by log4j or Logback, and log4j is taken for granted: ${environment.message.replace(/\.$/, '')}`,
          next: 'The first line in the log of a JobManager that starts with Logback says so.',
        }
      : undefined,

  ({ pods }) =>
    pods.some(({ pod }) => roleOf(pod.metadata?.labels) === 'jobmanager')
      ? undefined
      : {
          stops: 'nothing',
          message: 'no JobManager runs: the change is for pods to come',
          next: 'pods tells how they stand.',
        },
];

/** In the order of their weight. */
export function findObstacles(facts: LevelFacts, now: number): readonly Obstacle[] {
  return checks.flatMap((check) => check(facts, now) ?? []);
}

function isConsoleOff(options: readonly string[]): boolean {
  return options.findLast((option) => option.startsWith('-Dconsole.log.level='))?.endsWith('=OFF') ?? false;
}

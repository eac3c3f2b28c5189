import { haConfigMapName, mainContainer } from '../../flink/names.ts';
import type { ConfigMap, Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { leadingJobManager } from '../../session/cluster/leading-job-manager.ts';
import type { Connection } from '../../session/session.ts';
import { printable } from '../../text/printable.ts';
import { clusterPods, nameOf } from '../cluster/cluster-objects.ts';
import { containersOf } from '../logs/choose-containers.ts';
import { selectPods } from '../pods/pod-selector.ts';
import type { Input, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { formatOf, isText } from '../record/output-format.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { textOption } from '../record/shared-options.ts';
import { containerStatusOf, describeContainerState } from './container-state.ts';
import { defaultCommand } from './default-command.ts';
import type { ShellPlan } from './shell-plan.ts';

/** Rejects if the frontend has no terminal to give away, or if the pod or the container is not running. */
export async function planShell(services: Services, input: Input, signal: AbortSignal): Promise<ShellPlan> {
  const { connection, programStreams } = services;
  if (programStreams === undefined) {
    throw new CommandError(exitCodes.usage, 'shell is not available for commands from standard input', [
      `Run flink-tui shell ${connection.target.clusterId} instead`,
    ]);
  }
  const format = formatOf(input) ?? 'text';
  if (!isText(format)) {
    throw new CommandError(exitCodes.usage, `shell has no output as ${format}: it prints the output of the pod`);
  }
  const { pod, choice } = await choosePod(connection, input.arguments[0], signal);
  const container = chooseContainer(pod, textOption(input, 'container'));
  const { trailing } = input;
  const name = nameOf(pod);
  const program = trailing?.[0] ?? 'Shell';
  return {
    title: trailing === undefined ? `Open a shell in ${name}` : `Run ${program} in ${name}`,
    shortTitle: `${program} in ${name}`,
    lines: [`container ${container} of pod ${name}`],
    warnings: [],
    confirmation: { kind: 'none' },
    pod: name,
    podUid: pod.metadata?.uid,
    container,
    containerId: containerStatusOf(pod, container)?.containerID,
    command: trailing ?? defaultCommand(programStreams.kind === 'terminal' ? programStreams.type : undefined),
    program,
    choice: choice && `Using pod ${name}: ${choice}`,
  };
}

async function choosePod(
  connection: Connection,
  selector: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly pod: Pod; readonly choice?: string }> {
  const pods = await clusterPods(connection, signal);
  if (selector !== undefined) {
    const [name] = selectPods(pods.map(nameOf), [selector]);
    const pod = pods.find((each) => nameOf(each) === name);
    if (pod !== undefined) return { pod };
  }
  const [only, ...others] = pods;
  if (only === undefined) throw new CommandError(exitCodes.notFound, 'the cluster has no pods');
  if (others.length === 0) return { pod: only, choice: 'it is the only one' };
  const leader = leadingJobManager(pods, await readHaConfigMap(connection, signal));
  if (leader !== undefined) return { pod: leader, choice: 'it is the leading JobManager' };
  throw new CommandError(exitCodes.usage, 'the leading JobManager is unknown: name a pod', pods.map(nameOf));
}

async function readHaConfigMap(
  { kubernetes, target: { namespace, clusterId } }: Connection,
  signal: AbortSignal,
): Promise<ConfigMap | undefined> {
  const path = { resource: resources.configMaps, namespace, name: haConfigMapName(clusterId) };
  // Without high availability there is none.
  const configMap = await resultOrError(kubernetes.get<ConfigMap>(path, signal), signal);
  return configMap instanceof Error ? undefined : configMap;
}

/** Returns the named container, the main one, or the first one of a pod without. */
function chooseContainer(pod: Pod, requested: string | undefined): string {
  const names = containersOf(pod);
  const regular = (pod.spec?.containers ?? []).map(({ name }) => name);
  const name = requested ?? regular.find((each) => each === mainContainer) ?? regular[0] ?? mainContainer;
  if (!names.includes(name)) {
    throw new CommandError(exitCodes.notFound, `no container ${printable(name)} in pod ${nameOf(pod)}`, [
      `Containers: ${names.join(', ')}`,
    ]);
  }
  const state = describeContainerState(pod, name);
  if (state === 'running') return name;
  throw new CommandError(
    exitCodes.failed,
    `container ${name} of pod ${nameOf(pod)} is not running: ${state}`,
    [`Run logs ${nameOf(pod)} to see why`],
    { reason: `container ${name} is not running: ${state}` },
  );
}

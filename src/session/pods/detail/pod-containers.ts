import { mainContainer } from '../../../flink/names.ts';
import type { Pod } from '../../../kubernetes/objects.ts';
import { timeOf } from '../../cluster/object-time.ts';
import { maskText } from '../../journal/mask.ts';
import { explainExit } from '../exit-code.ts';
import { joinReason } from '../pod-facts.ts';
import { type EnvironmentVariable, environmentOf } from './pod-environment.ts';

/** How a run of a container ended. Times are epoch ms by the node's clock. */
export type RunEnd = {
  readonly exitCode: number;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  readonly startedAt: number | undefined;
  readonly at: number | undefined;
};

/** Requested and maximum amount of a resource, as in the pod; undefined if not set. */
export type ResourceRange = { readonly request: string | undefined; readonly limit: string | undefined };

export type ContainerDetail = {
  readonly name: string;
  readonly kind: 'main' | 'sidecar' | 'init' | 'ephemeral';
  readonly image: string | undefined;
  readonly state:
    | { readonly kind: 'running'; readonly since: number | undefined }
    | { readonly kind: 'waiting'; readonly reason: string | undefined }
    | ({ readonly kind: 'ended' } & RunEnd)
    /** The kubelet has not reported it. */
    | { readonly kind: 'unknown' };
  readonly isReady: boolean;
  readonly restarts: number;
  /** End of the previous run. */
  readonly lastEnd: RunEnd | undefined;
  readonly cpu: ResourceRange;
  readonly memory: ResourceRange;
  /** `rest 8081` */
  readonly ports: readonly string[];
  /** Command and arguments in one line, without secrets. */
  readonly command: string;
  readonly environment: readonly EnvironmentVariable[];
  readonly mounts: readonly { readonly path: string; readonly volume: string; readonly isReadOnly: boolean }[];
};

type Spec = NonNullable<Pod['spec']>;
type Container = Spec['containers'][number] & { readonly restartPolicy?: string };
type Status = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
type Terminated = NonNullable<NonNullable<Status['state']>['terminated']>;

/** Returns all containers: the main one, sidecars, then init containers in start order. */
export function podContainers({ spec, status }: Pod): readonly ContainerDetail[] {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec ?? {};
  const main = containers.find(({ name }) => name === mainContainer) ?? containers[0];
  const statuses = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  const detail = (container: Container, kind: ContainerDetail['kind']) =>
    containerDetail(
      container,
      kind,
      statuses.find(({ name }) => name === container.name),
    );
  return [
    ...containers.filter((container) => container === main).map((container) => detail(container, 'main')),
    ...containers.filter((container) => container !== main).map((container) => detail(container, 'sidecar')),
    // An init container that always restarts is a sidecar.
    ...initContainers.map((container) => detail(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...ephemeralContainers.map((container) => detail(container, 'ephemeral')),
  ];
}

function containerDetail(
  container: Container,
  kind: ContainerDetail['kind'],
  status: Status | undefined,
): ContainerDetail {
  const { name, image, resources = {}, ports = [], command = [], args = [] } = container;
  const range = (resource: string): ResourceRange => ({
    request: resources.requests?.[resource],
    limit: resources.limits?.[resource],
  });
  return {
    name,
    kind,
    image,
    state: stateOf(status?.state),
    isReady: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    lastEnd: runEnd(status?.lastState?.terminated),
    cpu: range('cpu'),
    memory: range('memory'),
    ports: ports.map((port) => [port.name, port.containerPort].filter((part) => part !== undefined).join(' ')),
    command: maskText([...command, ...args].join(' ').trim()),
    environment: environmentOf(container),
    mounts: (container.volumeMounts ?? []).map(({ mountPath, name: volume, readOnly, subPath }) => ({
      path: mountPath,
      volume: subPath === undefined ? volume : `${volume}, file ${subPath}`,
      isReadOnly: readOnly === true,
    })),
  };
}

function stateOf(state: Status['state']): ContainerDetail['state'] {
  const end = runEnd(state?.terminated);
  if (end !== undefined) return { kind: 'ended', ...end };
  if (state?.running !== undefined) return { kind: 'running', since: timeOf(state.running.startedAt) };
  if (state?.waiting === undefined) return { kind: 'unknown' };
  const { reason, message } = state.waiting;
  return { kind: 'waiting', reason: reason === undefined ? message : joinReason(reason, message) };
}

function runEnd(terminated: Terminated | undefined): RunEnd | undefined {
  if (terminated === undefined) return undefined;
  const { exitCode, reason, message, startedAt, finishedAt } = terminated;
  return { exitCode, reason, message, startedAt: timeOf(startedAt), at: timeOf(finishedAt) };
}

/** `exit code 137: killed (SIGKILL), OOMKilled` */
export function endText({ exitCode, reason }: RunEnd): string {
  // Kubernetes' usual reasons repeat the exit code.
  const isUsual = reason === undefined || reason === 'Error' || reason === 'Completed';
  return isUsual ? explainExit(exitCode) : `${explainExit(exitCode)}, ${reason}`;
}

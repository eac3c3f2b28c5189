import { mainContainer, roleOf } from '../../flink/names.ts';
import type { Pod } from '../../kubernetes/objects.ts';

type Role = 'jobmanager' | 'taskmanager';

/** An image that pods of a role run. */
export type ImageUse = {
  readonly role: Role;
  readonly image: string;
  /** The id of the image that the kubelet pulled; undefined before the container starts. A tag may move to another id. */
  readonly id: string | undefined;
  readonly pods: readonly string[];
};

/** Requests and limits of the main container, as quantities of Kubernetes. */
export type ResourceUse = {
  readonly role: Role;
  readonly pods: number;
  readonly cpuRequest: string | undefined;
  readonly cpuLimit: string | undefined;
  readonly memoryRequest: string | undefined;
  readonly memoryLimit: string | undefined;
};

type PodSpec = NonNullable<Pod['spec']>;

/** Returns Flink's container of a pod. */
export function flinkContainer(spec: PodSpec | undefined): PodSpec['containers'][number] | undefined {
  return spec?.containers.find(({ name }) => name === mainContainer) ?? spec?.containers[0];
}

/** Returns the different images of the pods, JobManagers first, each with its pods. */
export function imagesOf(pods: readonly Pod[]): readonly ImageUse[] {
  const uses = pods.flatMap(({ metadata, spec, status }) => {
    const role = roleOf(metadata?.labels);
    const container = flinkContainer(spec);
    if (role === undefined || container?.image === undefined) return [];
    const id = status?.containerStatuses?.find(({ name }) => name === container.name)?.imageID || undefined;
    return [{ role, image: container.image, id, pod: metadata?.name ?? '' }];
  });
  const groups = Map.groupBy(uses, (use) => `${use.role} ${use.image} ${use.id ?? knownId(uses, use)}`).values();
  return [...groups].map(groupOf).sort((a, b) => a.role.localeCompare(b.role) || b.pods.length - a.pods.length);
}

type PodImage = Omit<ImageUse, 'pods'> & { readonly pod: string };

/** The id that other pods have pulled for the image of a pod that has not started. */
const knownId = (uses: readonly PodImage[], { role, image }: PodImage): string | undefined =>
  uses.find((other) => other.role === role && other.image === image && other.id !== undefined)?.id;

function groupOf(uses: readonly PodImage[]): ImageUse {
  const [{ role, image }] = uses as [PodImage];
  return { role, image, id: uses.find(({ id }) => id !== undefined)?.id, pods: uses.map(({ pod }) => pod) };
}

/** Says how the images of the pods differ; undefined if all pods run the same image. */
export function imageDifference(uses: readonly ImageUse[]): string | undefined {
  const images = new Set(uses.map(({ image }) => image));
  if (images.size > 1) return `The pods run ${images.size} different images`;
  const ids = new Set(uses.flatMap(({ id }) => (id === undefined ? [] : [id])));
  return ids.size > 1 ? `The pods run ${ids.size} different versions of the image: its tag was moved` : undefined;
}

/** Returns the different resources of the pods, JobManagers first. */
export function resourcesOf(pods: readonly Pod[]): readonly ResourceUse[] {
  const uses = pods.flatMap(({ metadata, spec }) => {
    const role = roleOf(metadata?.labels);
    const { requests = {}, limits = {} } = flinkContainer(spec)?.resources ?? {};
    if (role === undefined) return [];
    return [
      {
        role,
        cpuRequest: requests.cpu,
        cpuLimit: limits.cpu,
        memoryRequest: requests.memory,
        memoryLimit: limits.memory,
      },
    ];
  });
  return [...Map.groupBy(uses, (use) => JSON.stringify(use)).values()]
    .flatMap((same) => same.slice(0, 1).map((use) => ({ ...use, pods: same.length })))
    .sort((a, b) => a.role.localeCompare(b.role));
}

/** `cpu 0.3 to 6, memory 1000Mi` */
export function resourceText({ cpuRequest, cpuLimit, memoryRequest, memoryLimit }: ResourceUse): string {
  return `cpu ${range(cpuRequest, cpuLimit)}, memory ${range(memoryRequest, memoryLimit)}`;
}

function range(request: string | undefined, limit: string | undefined): string {
  if (limit === undefined) return request === undefined ? 'without a limit' : `${request}, without a limit`;
  return request === undefined || request === limit ? limit : `${request} (limit ${limit})`;
}

/**
 * Returns the plugins that the image's entry point copies to the folder of plugins: `ENABLE_BUILT_IN_PLUGINS`, separated by
 * semicolons. undefined if the value is not in the pod's spec.
 */
export function builtInPlugins(pod: Pod | undefined): readonly string[] | undefined {
  const variable = flinkContainer(pod?.spec)?.env?.find(({ name }) => name === 'ENABLE_BUILT_IN_PLUGINS');
  if (variable !== undefined && variable.value === undefined) return undefined;
  return (variable?.value ?? '').split(';').filter((name) => name !== '');
}

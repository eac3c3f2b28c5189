import type { DemoKind, DemoObject } from '../contracts.ts';
import type { ApiResource } from '../kubernetes/resources.ts';
import { formatKubectlAge } from './format-age.ts';
import { type PodObject, readyColumn, restartsColumn, statusColumn } from './pod-summary.ts';

type Column = {
  readonly name: string;
  readonly type?: 'string' | 'integer';
  /** Shown only with `-o wide`. */
  readonly wide?: boolean;
  readonly cell: (object: DemoObject) => string | number;
};

type Container = { readonly name: string; readonly image: string };
type Workload = {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: { readonly matchLabels?: Record<string, string> };
    readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } };
  };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
};
type Service = {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly externalIPs?: readonly string[];
    readonly ports?: readonly { readonly port: number; readonly nodePort?: number; readonly protocol?: string }[];
    readonly selector?: Record<string, string>;
  };
};
type Event = {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string;
  readonly lastTimestamp?: string;
  readonly eventTime?: string;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string; readonly fieldPath?: string };
  readonly source?: { readonly component?: string; readonly host?: string };
};

/** Creates a column for objects of type `Kind`. */
function column<Kind>(
  name: string,
  cell: (object: DemoObject & Kind) => string | number | undefined,
  options: Pick<Column, 'type' | 'wide'> = {},
): Column {
  return { name, ...options, cell: (object) => cell(object as DemoObject & Kind) ?? '<none>' };
}

const wide = { wide: true };
const integer = { type: 'integer' } as const;
const name = column('Name', ({ metadata }) => metadata.name);
const createdAge = column('Age', ({ metadata }) => formatKubectlAge(metadata.creationTimestamp));
const joinLabels = (labels: Record<string, string> | undefined) =>
  labels &&
  Object.entries(labels)
    .map((label) => label.join('='))
    .join(',');
const containersOf = ({ spec }: Workload) => spec?.template?.spec?.containers ?? [];
const workloadColumns = [
  column<Workload>(
    'Containers',
    (object) =>
      containersOf(object)
        .map((container) => container.name)
        .join(','),
    wide,
  ),
  column<Workload>(
    'Images',
    (object) =>
      containersOf(object)
        .map((container) => container.image)
        .join(','),
    wide,
  ),
  column<Workload>('Selector', ({ spec }) => joinLabels(spec?.selector?.matchLabels), wide),
];

const columns: Record<DemoKind, readonly Column[]> = {
  pods: [
    name,
    column<PodObject>('Ready', readyColumn),
    column<PodObject>('Status', statusColumn),
    column<PodObject>('Restarts', restartsColumn),
    createdAge,
    column<PodObject>('IP', ({ status }) => status?.podIP, wide),
    column<PodObject>('Node', ({ spec }) => spec?.nodeName, wide),
    column<PodObject>('Nominated Node', ({ status }) => status?.nominatedNodeName, wide),
    column('Readiness Gates', () => undefined, wide),
  ],
  services: [
    name,
    column<Service>('Type', ({ spec }) => spec?.type ?? 'ClusterIP'),
    column<Service>('Cluster-IP', ({ spec }) => spec?.clusterIP),
    column<Service>('External-IP', ({ spec }) => spec?.externalIPs?.join(',')),
    column<Service>('Port(s)', servicePorts),
    createdAge,
    column<Service>('Selector', ({ spec }) => joinLabels(spec?.selector), wide),
  ],
  configmaps: [name, column<{ data?: object }>('Data', ({ data }) => Object.keys(data ?? {}).length), createdAge],
  events: [
    column<Event>('Last Seen', (event) =>
      formatKubectlAge(event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp),
    ),
    column<Event>('Type', ({ type }) => type),
    column<Event>('Reason', ({ reason }) => reason),
    column<Event>('Object', ({ involvedObject }) => `${involvedObject?.kind?.toLowerCase()}/${involvedObject?.name}`),
    column<Event>('Subobject', ({ involvedObject }) => involvedObject?.fieldPath ?? '', wide),
    column<Event>('Source', ({ source }) => [source?.component, source?.host].filter(Boolean).join(', '), wide),
    column<Event>('Message', ({ message }) => message?.trim()),
    column<Event>('First Seen', (event) => formatKubectlAge(event.firstTimestamp ?? event.eventTime), wide),
    column<Event>('Count', ({ count }) => count ?? 1, wide),
    { ...name, wide: true },
  ],
  deployments: [
    name,
    column<Workload>('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`),
    column<Workload>('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
    column<Workload>('Available', ({ status }) => status?.availableReplicas ?? 0),
    createdAge,
    ...workloadColumns,
  ],
  replicasets: [
    name,
    column<Workload>('Desired', ({ spec }) => spec?.replicas ?? 1, integer),
    column<Workload>('Current', ({ status }) => status?.replicas ?? 0, integer),
    column<Workload>('Ready', ({ status }) => status?.readyReplicas ?? 0, integer),
    createdAge,
    ...workloadColumns,
  ],
  namespaces: [
    name,
    column<{ status?: { phase?: string } }>('Status', ({ status }) => status?.phase ?? 'Active'),
    createdAge,
  ],
};

export function columnsOf({ plural }: ApiResource): readonly Column[] {
  return columns[plural];
}

function servicePorts({ spec }: Service): string | undefined {
  return spec?.ports
    ?.map(({ port, nodePort, protocol = 'TCP' }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`)
    .join(',');
}

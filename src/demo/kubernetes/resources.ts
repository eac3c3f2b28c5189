import type { DemoKind } from '../contracts.ts';

/** A kind of object as discovery lists it, and what of it can be selected. */
export type ApiResource = {
  readonly plural: DemoKind;
  readonly singular: string;
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: '' | 'apps';
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** What the simulation does. It stores nothing that a client made, so there is no `create`. */
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  /** Fields that a fieldSelector may name, beside metadata.name and metadata.namespace. */
  readonly fields: readonly string[];
};

const read = ['get', 'list', 'watch'];
const change = ['delete', 'get', 'list', 'patch', 'update', 'watch'];

const table: readonly ApiResource[] = [
  {
    plural: 'pods',
    singular: 'pod',
    kind: 'Pod',
    group: '',
    namespaced: true,
    shortNames: ['po'],
    verbs: change,
    subresources: ['exec', 'log', 'portforward', 'proxy'],
    fields: [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.podIPs',
      'status.nominatedNodeName',
    ],
  },
  {
    plural: 'services',
    singular: 'service',
    kind: 'Service',
    group: '',
    namespaced: true,
    shortNames: ['svc'],
    verbs: change,
    subresources: ['proxy'],
    fields: ['spec.clusterIP', 'spec.type'],
  },
  {
    plural: 'configmaps',
    singular: 'configmap',
    kind: 'ConfigMap',
    group: '',
    namespaced: true,
    shortNames: ['cm'],
    verbs: change,
    subresources: [],
    fields: [],
  },
  {
    plural: 'events',
    singular: 'event',
    kind: 'Event',
    group: '',
    namespaced: true,
    shortNames: ['ev'],
    verbs: change,
    subresources: [],
    fields: [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
  },
  {
    plural: 'namespaces',
    singular: 'namespace',
    kind: 'Namespace',
    group: '',
    namespaced: false,
    shortNames: ['ns'],
    verbs: read,
    subresources: [],
    fields: ['status.phase'],
  },
  {
    plural: 'deployments',
    singular: 'deployment',
    kind: 'Deployment',
    group: 'apps',
    namespaced: true,
    shortNames: ['deploy'],
    verbs: change,
    subresources: ['scale'],
    fields: [],
  },
  {
    plural: 'replicasets',
    singular: 'replicaset',
    kind: 'ReplicaSet',
    group: 'apps',
    namespaced: true,
    shortNames: ['rs'],
    verbs: change,
    subresources: [],
    fields: ['status.replicas'],
  },
];

export function resourcesOfGroup(group: string): readonly ApiResource[] {
  return table.filter((resource) => resource.group === group);
}

export function findResource(group: string, plural: string): ApiResource | undefined {
  return table.find((resource) => resource.group === group && resource.plural === plural);
}

export function apiVersionOf({ group }: ApiResource): string {
  return group === '' ? 'v1' : `${group}/v1`;
}

/** The name in messages: `pods`, `deployments.apps`. */
export function qualifiedName(resource: { readonly group: string; readonly plural: string }): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

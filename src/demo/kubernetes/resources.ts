import type { DemoKind } from '../contracts.ts';

/** A resource type as in API discovery, with the fields that field selectors support. */
export type ApiResource = {
  readonly plural: DemoKind;
  readonly singular: string;
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: '' | 'apps';
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** Supported verbs. `create` is missing, because clients cannot create objects in the demo. */
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  /** Fields that field selectors support, besides metadata.name and metadata.namespace. */
  readonly fields: readonly string[];
};

const readVerbs = ['get', 'list', 'watch'];
const allVerbs = ['delete', 'get', 'list', 'patch', 'update', 'watch'];

const apiResources: readonly ApiResource[] = [
  {
    plural: 'pods',
    singular: 'pod',
    kind: 'Pod',
    group: '',
    namespaced: true,
    shortNames: ['po'],
    verbs: allVerbs,
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
    verbs: allVerbs,
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
    verbs: allVerbs,
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
    verbs: allVerbs,
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
    verbs: readVerbs,
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
    verbs: allVerbs,
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
    verbs: allVerbs,
    subresources: [],
    fields: ['status.replicas'],
  },
];

export function resourcesOfGroup(group: string): readonly ApiResource[] {
  return apiResources.filter((resource) => resource.group === group);
}

export function findResource(group: string, plural: string): ApiResource | undefined {
  return apiResources.find((resource) => resource.group === group && resource.plural === plural);
}

export function apiVersionOf({ group }: ApiResource): string {
  return group === '' ? 'v1' : `${group}/v1`;
}

/** Returns the resource name as in error messages: `pods`, `deployments.apps`. */
export function qualifiedName(resource: { readonly group: string; readonly plural: string }): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

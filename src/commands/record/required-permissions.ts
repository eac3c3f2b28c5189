import { type Resource, resources } from '../../kubernetes/resource.ts';

/** Access to the API server that flink-tui needs in addition to the rules of single commands. */
export type RequiredPermission = {
  readonly verbs: readonly string[];
  readonly resource: Resource;
  readonly subresource?: string;
  /** `to show the pods` */
  readonly purpose: string;
  /** Whether attaching fails without the permission. Otherwise only some information is missing. */
  readonly isRequired: boolean;
};

const readVerbs = ['get', 'list', 'watch'];

export const watchPermissions: readonly RequiredPermission[] = [
  { verbs: readVerbs, resource: resources.pods, purpose: 'to show the pods', isRequired: true },
  { verbs: readVerbs, resource: resources.deployments, purpose: 'to find the session cluster', isRequired: true },
  { verbs: readVerbs, resource: resources.services, purpose: 'to show how the REST API is exposed', isRequired: true },
  {
    verbs: readVerbs,
    resource: resources.configMaps,
    purpose: 'to show the leader and the configuration',
    isRequired: false,
  },
  { verbs: readVerbs, resource: resources.events, purpose: 'to show the reason for a pending pod', isRequired: false },
];

/** Without it, or without a metrics server, the usage of containers is unknown. */
export const metricsPermission: RequiredPermission = {
  verbs: ['list'],
  resource: resources.podMetrics,
  purpose: 'to show the memory usage of containers',
  isRequired: false,
};

export const logPermission: RequiredPermission = {
  verbs: ['get'],
  resource: resources.pods,
  subresource: 'log',
  purpose: 'to read logs',
  isRequired: true,
};

/** Forwards use a WebSocket. Older API servers authorize it as `get`, newer ones as `create`. */
export const forwardPermission: RequiredPermission = {
  verbs: ['create', 'get'],
  resource: resources.pods,
  subresource: 'portforward',
  purpose: "for Flink's REST API, and to forward ports",
  isRequired: false,
};

import { type Resource, resources } from '../../kubernetes/resource.ts';

/** What the API server must allow beyond the rules of single commands, and what for. */
export type NeededRight = {
  readonly verbs: readonly string[];
  readonly resource: Resource;
  readonly subresource?: string;
  /** As in `to see the pods`. */
  readonly purpose: string;
  /** Without the others one attaches, and is told less. */
  readonly isNeeded: boolean;
};

const look = ['get', 'list', 'watch'];

export const watchRights: readonly NeededRight[] = [
  { verbs: look, resource: resources.pods, purpose: 'to see the pods', isNeeded: true },
  { verbs: look, resource: resources.deployments, purpose: 'to find the session cluster', isNeeded: true },
  { verbs: look, resource: resources.services, purpose: 'to see how REST is exposed', isNeeded: true },
  { verbs: look, resource: resources.configMaps, purpose: 'to see the leader and the configuration', isNeeded: false },
  { verbs: look, resource: resources.events, purpose: 'to tell why a pod waits', isNeeded: false },
];

export const logRight: NeededRight = {
  verbs: ['get'],
  resource: resources.pods,
  subresource: 'log',
  purpose: 'to read logs',
  isNeeded: true,
};

/** A forward is opened by a websocket: older API servers ask for `get`, newer ones for `create`. */
export const forwardRight: NeededRight = {
  verbs: ['create', 'get'],
  resource: resources.pods,
  subresource: 'portforward',
  purpose: "for Flink's REST API, and to forward ports",
  isNeeded: false,
};

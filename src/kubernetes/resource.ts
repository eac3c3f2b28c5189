/** An API resource, as used in paths and RBAC rules. */
export type Resource = {
  /** `v1` for the core group, otherwise `group/version`. */
  readonly apiVersion: string;
  /** Plural name in lower case: `pods`. */
  readonly plural: string;
};

export const resources = {
  pods: { apiVersion: 'v1', plural: 'pods' },
  services: { apiVersion: 'v1', plural: 'services' },
  configMaps: { apiVersion: 'v1', plural: 'configmaps' },
  events: { apiVersion: 'v1', plural: 'events' },
  namespaces: { apiVersion: 'v1', plural: 'namespaces' },
  deployments: { apiVersion: 'apps/v1', plural: 'deployments' },
  /** Served by metrics-server, if the cluster has one. */
  podMetrics: { apiVersion: 'metrics.k8s.io/v1beta1', plural: 'pods' },
} as const satisfies Record<string, Resource>;

/** Path of one object, or of a list if there is no name. Without a namespace, the path covers the whole cluster. */
export type ResourcePath = {
  readonly resource: Resource;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** `log`, `portforward`. */
  readonly subresource?: string | undefined;
};

export function resourceUrlPath({ resource, namespace, name, subresource }: ResourcePath): string {
  const root = resource.apiVersion.includes('/') ? 'apis' : 'api';
  const segments = [root, resource.apiVersion];
  if (namespace !== undefined) segments.push('namespaces', encodeURIComponent(namespace));
  segments.push(resource.plural);
  if (name !== undefined) segments.push(encodeURIComponent(name));
  if (subresource !== undefined) segments.push(subresource);
  return `/${segments.join('/')}`;
}

/** Returns the resource as `kubectl auth can-i --list` prints it: `pods/log`, `deployments.apps`. */
export function ruleName({ resource, subresource }: ResourcePath): string {
  const group = resource.apiVersion.includes('/') ? `.${resource.apiVersion.split('/')[0]}` : '';
  return `${resource.plural}${group}${subresource === undefined ? '' : `/${subresource}`}`;
}

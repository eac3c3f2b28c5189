/** A kind of object at the API server, enough to build its paths and to name it in a rule. */
export type Resource = {
  /** `v1` for the core group, else `group/version`. */
  readonly apiVersion: string;
  /** Plural, lower case: `pods`. */
  readonly plural: string;
};

export const resources = {
  pods: { apiVersion: 'v1', plural: 'pods' },
  services: { apiVersion: 'v1', plural: 'services' },
  configMaps: { apiVersion: 'v1', plural: 'configmaps' },
  events: { apiVersion: 'v1', plural: 'events' },
  namespaces: { apiVersion: 'v1', plural: 'namespaces' },
  deployments: { apiVersion: 'apps/v1', plural: 'deployments' },
} as const satisfies Record<string, Resource>;

/** One object, or with no name all of a namespace, or with no namespace all of the cluster. */
export type ResourcePath = {
  readonly resource: Resource;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** `log`, `portforward`. */
  readonly subresource?: string | undefined;
};

export function resourceUrlPath({ resource, namespace, name, subresource }: ResourcePath): string {
  const root = resource.apiVersion.includes('/') ? 'apis' : 'api';
  const parts = [root, resource.apiVersion];
  if (namespace !== undefined) parts.push('namespaces', encodeURIComponent(namespace));
  parts.push(resource.plural);
  if (name !== undefined) parts.push(encodeURIComponent(name));
  if (subresource !== undefined) parts.push(subresource);
  return `/${parts.join('/')}`;
}

/** The resource as a rule of a Role names it: `pods/log`, `deployments.apps`. */
export function ruleName({ resource, subresource }: ResourcePath): string {
  const group = resource.apiVersion.includes('/') ? `.${resource.apiVersion.split('/')[0]}` : '';
  return `${resource.plural}${group}${subresource === undefined ? '' : `/${subresource}`}`;
}

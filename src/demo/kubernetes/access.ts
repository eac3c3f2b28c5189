import { randomUUID } from 'node:crypto';
import type { ResourceRequest } from './request-info.ts';
import { qualifiedName } from './resources.ts';
import { detailsOf, StatusError } from './status.ts';

export type User = 'admin' | 'viewer' | 'nobody';

/** The attributes of a request that authorization depends on. */
export type ResourceAttributes = Pick<
  ResourceRequest,
  'verb' | 'group' | 'plural' | 'subresource' | 'namespace' | 'name'
>;

type Rule = { readonly verbs: readonly string[]; readonly group: string; readonly resources: readonly string[] };

const viewerRules: readonly Rule[] = [
  { verbs: ['get', 'list', 'watch'], group: '', resources: ['pods', 'services', 'configmaps'] },
  { verbs: ['get', 'list', 'watch'], group: 'apps', resources: ['deployments'] },
  { verbs: ['get'], group: '', resources: ['pods/log'] },
];

/** Rules of every authenticated user, like the `system:basic-user` ClusterRole: self-reviews only. */
const basicUserRules: readonly Rule[] = [
  {
    verbs: ['create'],
    group: 'authorization.k8s.io',
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], group: 'authentication.k8s.io', resources: ['selfsubjectreviews'] },
];

/** Paths that every authenticated user may read, like the `system:discovery` ClusterRole. */
const discoveryPaths = /^\/(api|apis|version|healthz|livez|readyz|openapi)(\/|$)/;

/** Creates new bearer tokens for the three users. */
export function createTokens(): {
  readonly tokenOf: (user: User) => string;
  readonly userOf: (authorization: string | undefined) => User | undefined;
} {
  const tokens: Record<User, string> = { admin: randomUUID(), viewer: randomUUID(), nobody: randomUUID() };
  const users = new Map(Object.entries(tokens).map(([user, token]) => [`Bearer ${token}`, user as User]));
  return { tokenOf: (user) => tokens[user], userOf: (authorization) => users.get(authorization ?? '') };
}

export function rulesOf(user: User): readonly Rule[] {
  if (user === 'admin') return [{ verbs: ['*'], group: '*', resources: ['*'] }];
  return user === 'viewer' ? [...viewerRules, ...basicUserRules] : basicUserRules;
}

export function isAllowed(user: User, attributes: ResourceAttributes): boolean {
  if (user === 'admin') return true;
  const resource = resourceWithSubresource(attributes);
  return rulesOf(user).some(
    ({ verbs, group, resources }) =>
      verbs.includes(attributes.verb) && group === attributes.group && resources.includes(resource),
  );
}

export function isPathAllowed(user: User, path: string): boolean {
  return user === 'admin' || discoveryPaths.test(path);
}

export function forbiddenResource(user: User, attributes: ResourceAttributes): StatusError {
  const { verb, group, namespace, name } = attributes;
  const object = name === undefined ? qualifiedName(attributes) : `${qualifiedName(attributes)} "${name}"`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const denied = `cannot ${verb} resource "${resourceWithSubresource(attributes)}" in API group "${group}" ${scope}`;
  const message = `${object} is forbidden: User "${user}" ${denied}`;
  return new StatusError(403, 'Forbidden', message, detailsOf(attributes, name));
}

export function forbiddenPath(user: User, method: string, path: string): StatusError {
  return new StatusError(
    403,
    'Forbidden',
    `forbidden: User "${user}" cannot ${method.toLowerCase()} path "${path}"`,
    {},
  );
}

const resourceWithSubresource = ({ plural, subresource }: ResourceAttributes) =>
  subresource === undefined ? plural : `${plural}/${subresource}`;

import { randomUUID } from 'node:crypto';
import type { ResourceRequest } from './request-info.ts';
import { qualifiedName } from './resources.ts';
import { detailsOf, Refusal } from './status.ts';

export type User = 'admin' | 'viewer' | 'nobody';

/** One question to the authorizer: may this be done? */
export type AccessQuestion = Pick<ResourceRequest, 'verb' | 'group' | 'plural' | 'subresource' | 'namespace' | 'name'>;

type Rule = { readonly verbs: readonly string[]; readonly group: string; readonly resources: readonly string[] };

const viewerRules: readonly Rule[] = [
  { verbs: ['get', 'list', 'watch'], group: '', resources: ['pods', 'services', 'configmaps'] },
  { verbs: ['get', 'list', 'watch'], group: 'apps', resources: ['deployments'] },
  { verbs: ['get'], group: '', resources: ['pods/log'] },
];

/** What everyone may who is someone: ask what they may. */
const everyonesRules: readonly Rule[] = [
  {
    verbs: ['create'],
    group: 'authorization.k8s.io',
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], group: 'authentication.k8s.io', resources: ['selfsubjectreviews'] },
];

const openPaths = /^\/(api|apis|version|healthz|livez|readyz|openapi)(\/|$)/;

/** Bearer tokens of the three users, made anew for each server. */
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
  return user === 'viewer' ? [...viewerRules, ...everyonesRules] : everyonesRules;
}

export function isAllowed(user: User, question: AccessQuestion): boolean {
  if (user === 'admin') return true;
  const resource = ruleResource(question);
  return rulesOf(user).some(
    ({ verbs, group, resources }) =>
      verbs.includes(question.verb) && group === question.group && resources.includes(resource),
  );
}

export function isOpenPath(user: User, path: string): boolean {
  return user === 'admin' || openPaths.test(path);
}

export function forbidden(user: User, question: AccessQuestion): Refusal {
  const { verb, group, namespace, name } = question;
  const what = name === undefined ? qualifiedName(question) : `${qualifiedName(question)} "${name}"`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const cannot = `cannot ${verb} resource "${ruleResource(question)}" in API group "${group}" ${where}`;
  return new Refusal(403, 'Forbidden', `${what} is forbidden: User "${user}" ${cannot}`, detailsOf(question, name));
}

export function forbiddenPath(user: User, method: string, path: string): Refusal {
  return new Refusal(403, 'Forbidden', `forbidden: User "${user}" cannot ${method.toLowerCase()} path "${path}"`, {});
}

const ruleResource = ({ plural, subresource }: AccessQuestion) =>
  subresource === undefined ? plural : `${plural}/${subresource}`;

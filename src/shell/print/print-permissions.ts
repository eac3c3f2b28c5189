import type { Command, Rendering, Rule } from '../../commands/record/command.ts';
import { type OutputFormat, renderResult } from '../../commands/record/output-format.ts';
import {
  forwardPermission,
  logPermission,
  metricsPermission,
  type RequiredPermission,
  watchPermissions,
} from '../../commands/record/required-permissions.ts';

const readOnlyNote = `\
# Grants read access only. flink-tui cannot show jobs with this Role, because it reads them from Flink's REST API.
# The REST API has no permissions of its own, so every client that can list jobs can also cancel them.
`;
const fullNote = `\
# Grants all permissions that flink-tui needs. flink-tui uses pods/portforward to reach Flink's REST API. If your policy
# forbids pods/portforward, grant services/proxy with the verbs get, create and patch instead.
`;

const rulesOf = ({ verbs, purpose: _, isRequired: __, ...access }: RequiredPermission): readonly Rule[] =>
  verbs.map((verb) => ({ verb, ...access }));
const watching: readonly Rule[] = [...watchPermissions, logPermission, metricsPermission].flatMap(rulesOf);

/** Returns the Role that flink-tui needs in a namespace, and a RoleBinding to complete, for `kubectl apply -f -`. */
export async function renderPermissions(
  commands: readonly Command[],
  { namespace, readOnly }: { readonly namespace: string; readonly readOnly: boolean },
  format: OutputFormat,
): Promise<string> {
  const { stringify } = await import('yaml');
  const name = readOnly ? 'flink-tui-viewer' : 'flink-tui';
  const apiGroup = 'rbac.authorization.k8s.io';
  const role = {
    apiVersion: `${apiGroup}/v1`,
    kind: 'Role',
    metadata: { name, namespace },
    rules: groupRules(
      readOnly ? watching : [...watching, ...rulesOf(forwardPermission), ...commands.flatMap(({ rules }) => rules)],
    ),
  };
  const binding = {
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    subjects: [{ kind: 'User', apiGroup, name: 'USER_NAME' }],
    roleRef: { apiGroup, kind: 'Role', name },
  };
  const note = readOnly ? readOnlyNote : fullNote;
  const rendering: Rendering<undefined> = {
    text: () =>
      `${note}${stringify(role)}---\n# Replace USER_NAME with the user, or set another subject: a Group or a ServiceAccount.\n${stringify(binding).trimEnd()}`,
    json: () => ({ apiVersion: 'v1', kind: 'List', items: [role, binding] }),
    names: () => [role, binding].map(({ kind }) => `${kind.toLowerCase()}.${apiGroup}/${name}`),
  };
  return renderResult(rendering, undefined, format);
}

type Grant = { readonly apiGroup: string; readonly resource: string; readonly verbs: Set<string> };

/** Groups rules as in a Role: one rule for all resources of an API group with the same verbs. */
function groupRules(rules: readonly Rule[]): readonly object[] {
  const grants = new Map<string, Grant>();
  for (const { verb, resource, subresource } of rules) {
    const path = subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;
    const apiGroup = resource.apiVersion.includes('/') ? resource.apiVersion.replace(/\/.*/, '') : '';
    const key = `${apiGroup}:${path}`;
    const grant = grants.get(key) ?? { apiGroup, resource: path, verbs: new Set() };
    grant.verbs.add(verb);
    grants.set(key, grant);
  }
  const groups = Map.groupBy(grants.values(), ({ apiGroup, verbs }) => `${apiGroup}:${[...verbs].sort()}`);
  return [...groups.values()].map((group) => ({
    apiGroups: [group[0]?.apiGroup],
    resources: group.map(({ resource }) => resource),
    verbs: [...(group[0]?.verbs ?? [])],
  }));
}

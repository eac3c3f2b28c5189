import type { Command, Rendering, Rule } from '../../commands/record/command.ts';
import { type OutputFormat, renderResult } from '../../commands/record/output-format.ts';
import {
  forwardPermission,
  logPermission,
  type RequiredPermission,
  watchPermissions,
} from '../../commands/record/required-permissions.ts';

const readOnlyNote = `\
# Pods, events and logs only. Jobs come from Flink's REST API, which knows no rights of its own: whoever reaches
# it may cancel them too. So this role has no way to it.
`;
const fullNote = `\
# Everything that flink-tui can do. pods/portforward is its way to Flink's REST API; where that is not allowed,
# services/proxy with the verbs get, create and patch is another.
`;

const rulesOf = ({ verbs, purpose: _, isRequired: __, ...what }: RequiredPermission): readonly Rule[] =>
  verbs.map((verb) => ({ verb, ...what }));
const watching: readonly Rule[] = [...watchPermissions, logPermission].flatMap(rulesOf);

/** The Role that flink-tui needs in a namespace, and a RoleBinding to fill in, for `kubectl apply -f -`. */
export async function renderRights(
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
    subjects: [{ kind: 'User', apiGroup, name: 'WHO' }],
    roleRef: { apiGroup, kind: 'Role', name },
  };
  const note = readOnly ? readOnlyNote : fullNote;
  const rendering: Rendering<undefined> = {
    text: () =>
      `${note}${stringify(role)}---\n# Put the user, or a Group or ServiceAccount, in the place of WHO.\n${stringify(binding).trimEnd()}`,
    json: () => ({ apiVersion: 'v1', kind: 'List', items: [role, binding] }),
    names: () => [role, binding].map(({ kind }) => `${kind.toLowerCase()}.${apiGroup}/${name}`),
  };
  return renderResult(rendering, undefined, format);
}

type Grant = { readonly apiGroup: string; readonly resource: string; readonly verbs: Set<string> };

/** Rules as a Role has them: resources of one group that allow the same verbs stand together. */
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
  const alike = Map.groupBy(grants.values(), ({ apiGroup, verbs }) => `${apiGroup}:${[...verbs].sort()}`);
  return [...alike.values()].map((same) => ({
    apiGroups: [same[0]?.apiGroup],
    resources: same.map(({ resource }) => resource),
    verbs: [...(same[0]?.verbs ?? [])],
  }));
}

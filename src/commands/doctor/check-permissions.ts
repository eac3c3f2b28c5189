import { type Resource, ruleName } from '../../kubernetes/resource.ts';
import { inParallel } from '../../session/in-parallel.ts';
import type { Command, Rule, Services } from '../record/command.ts';
import {
  forwardPermission,
  logPermission,
  metricsPermission,
  type RequiredPermission,
  watchPermissions,
} from '../record/required-permissions.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { createErrorFinding, createFinding, type Finding } from './finding.ts';

const generalPermissions: readonly RequiredPermission[] = [
  ...watchPermissions,
  logPermission,
  metricsPermission,
  forwardPermission,
];
const isGeneral = (permission: RequiredPermission): boolean => generalPermissions.includes(permission);

/** Returns one finding per resource with the allowed verbs and their purpose. */
export async function checkPermissions(
  services: Services,
  commands: readonly Command[],
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const known = new Set(
    generalPermissions.flatMap((permission) => permission.verbs.map((verb) => keyOf({ ...permission, verb }))),
  );
  return inParallel([...generalPermissions, ...commandPermissions(commands, known)], (permission) =>
    checkPermission(services, permission, signal),
  );
}

async function checkPermission(
  { connection: { kubernetes, target } }: Services,
  permission: RequiredPermission,
  signal: AbortSignal,
): Promise<Finding> {
  const { verbs, purpose, isRequired, ...access } = permission;
  const { namespace } = target;
  const name = ruleName(access);
  const check = isGeneral(permission) ? `permission: ${name}` : `permission: ${verbs.join(', ')} ${name}`;
  const results = await Promise.all(
    verbs.map((verb) => resultOrError(kubernetes.isAllowed({ ...access, verb, namespace }, signal), signal)),
  );
  const unknown = results.find((result) => result instanceof Error);
  if (unknown !== undefined) {
    return createErrorFinding(check, unknown, 'Check your permissions with kubectl auth can-i --list', {
      state: 'warning',
    });
  }
  const missing = verbs.filter((_, index) => results[index] === false);
  if (missing.length === 0)
    return createFinding(check, 'ok', isGeneral(permission) ? `${verbs.join(', ')}: ${purpose}` : purpose);
  return createFinding(
    check,
    isRequired ? 'failed' : 'warning',
    `not allowed to ${missing.join(', ')} ${name}: needed ${purpose}`,
    {
      next: `Add this rule to a Role in ${namespace}: ${ruleText(access, missing)}. Run flink-tui permissions -n ${namespace} to print the complete Role.`,
    },
  );
}

/** Returns the additional permissions of single commands. The purpose names the commands. */
function commandPermissions(commands: readonly Command[], known: ReadonlySet<string>): readonly RequiredPermission[] {
  const permissions = new Map<string, { rule: Rule; verbs: Set<string>; names: Set<string> }>();
  for (const { name, rules } of commands) {
    for (const rule of rules) {
      if (known.has(keyOf(rule))) continue;
      const key = ruleName(rule);
      const entry = permissions.get(key) ?? { rule, verbs: new Set<string>(), names: new Set<string>() };
      entry.verbs.add(rule.verb);
      entry.names.add(name);
      permissions.set(key, entry);
    }
  }
  return [...permissions.values()].map(({ rule: { resource, subresource }, verbs, names }) => ({
    verbs: [...verbs],
    resource,
    ...(subresource !== undefined && { subresource }),
    purpose: `for ${[...names].join(', ')}`,
    isRequired: false,
  }));
}

const keyOf = (rule: Rule): string => `${rule.verb} ${ruleName(rule)}`;

function ruleText(
  { resource, subresource }: { readonly resource: Resource; readonly subresource?: string },
  verbs: readonly string[],
): string {
  const { apiVersion, plural } = resource;
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
  const name = subresource === undefined ? plural : `${plural}/${subresource}`;
  return `{apiGroups: ["${group}"], resources: ["${name}"], verbs: [${verbs.map((verb) => `"${verb}"`).join(', ')}]}`;
}

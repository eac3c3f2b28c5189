import { type Resource, ruleName } from '../../kubernetes/resource.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { attempt } from '../record/attempt.ts';
import type { Command, Rule, Services } from '../record/command.ts';
import { forwardRight, logRight, type NeededRight, watchRights } from '../record/needed-rights.ts';
import { type Finding, failedFinding, finding } from './finding.ts';

const general: readonly NeededRight[] = [...watchRights, logRight, forwardRight];
const isGeneral = (right: NeededRight): boolean => general.includes(right);

/** One line a resource: what is allowed of it, and what that is for. */
export async function checkRights(
  services: Services,
  commands: readonly Command[],
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const known = new Set(general.flatMap((right) => right.verbs.map((verb) => keyOf({ ...right, verb }))));
  return inParallel([...general, ...rightsOf(commands, known)], (right) => checkRight(services, right, signal));
}

async function checkRight(
  { connection: { kubernetes, target } }: Services,
  right: NeededRight,
  signal: AbortSignal,
): Promise<Finding> {
  const { verbs, purpose, isNeeded, ...what } = right;
  const { namespace } = target;
  const name = ruleName(what);
  const check = isGeneral(right) ? `right to ${name}` : `right to ${verbs.join(', ')} ${name}`;
  const answers = await Promise.all(
    verbs.map((verb) => attempt(kubernetes.isAllowed({ ...what, verb, namespace }, signal), signal)),
  );
  const unknown = answers.find((answer) => answer instanceof Error);
  if (unknown !== undefined) {
    return failedFinding(check, unknown, 'kubectl auth can-i --list asks in another way.', { state: 'warning' });
  }
  const missing = verbs.filter((_, index) => answers[index] === false);
  if (missing.length === 0) return finding(check, 'ok', isGeneral(right) ? `${verbs.join(', ')}: ${purpose}` : purpose);
  return finding(check, isNeeded ? 'failed' : 'warning', `you may not ${missing.join(', ')} ${name}: ${purpose}`, {
    next: `A Role in ${namespace} would allow it with ${ruleText(what, missing)}; flink-tui rights -n ${namespace} prints it whole.`,
  });
}

/** What single commands need beyond that; the purpose names them. */
function rightsOf(commands: readonly Command[], known: ReadonlySet<string>): readonly NeededRight[] {
  const rights = new Map<string, { right: Rule; verbs: Set<string>; names: Set<string> }>();
  for (const { name, rules } of commands) {
    for (const rule of rules) {
      if (known.has(keyOf(rule))) continue;
      const key = ruleName(rule);
      const found = rights.get(key) ?? { right: rule, verbs: new Set<string>(), names: new Set<string>() };
      found.verbs.add(rule.verb);
      found.names.add(name);
      rights.set(key, found);
    }
  }
  return [...rights.values()].map(({ right: { resource, subresource }, verbs, names }) => ({
    verbs: [...verbs],
    resource,
    ...(subresource !== undefined && { subresource }),
    purpose: `for ${[...names].join(', ')}`,
    isNeeded: false,
  }));
}

const keyOf = (rule: Rule): string => `${rule.verb} ${ruleName(rule)}`;

function ruleText(
  what: { readonly resource: Resource; readonly subresource?: string },
  verbs: readonly string[],
): string {
  const { apiVersion, plural } = what.resource;
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
  const name = what.subresource === undefined ? plural : `${plural}/${what.subresource}`;
  return `{apiGroups: ["${group}"], resources: ["${name}"], verbs: [${verbs.map((verb) => `"${verb}"`).join(', ')}]}`;
}

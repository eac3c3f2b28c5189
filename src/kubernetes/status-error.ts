import { KubernetesError, type KubernetesErrorKind } from './error.ts';
import type { CallSubject } from './transport/call.ts';

/** Kubernetes' answer where it did not do what was asked. */
export type Status = { readonly kind: 'Status'; readonly code?: number; readonly message?: string };

/** undefined if the text is something else: a pod's own answer through a proxy, a page of a load balancer. */
export function parseStatus(body: string): Status | undefined {
  try {
    const parsed = JSON.parse(body) as { kind?: unknown } | null;
    return parsed?.kind === 'Status' ? (parsed as Status) : undefined;
  } catch {
    return undefined;
  }
}

/** The error for an HTTP status of 400 and more. */
export function statusError(subject: CallSubject, code: number, body: string): KubernetesError {
  const message = parseStatus(body)?.message ?? firstLine(body);
  const denied = code === 403 ? deniedRule(message) : undefined;
  const about = { ...subject, ...denied };
  return new KubernetesError(kindOf(code), sentence(about, code, message, denied !== undefined), {
    ...about,
    status: code,
    ...(message !== '' && { cause: new Error(message) }),
  });
}

/** `list pods in namespace default`, `get pods/log of my-pod in namespace default` */
export function describeCall({ verb, resource, name, namespace }: CallSubject): string {
  const object =
    name === undefined ? resource : resource.includes('/') ? `${resource} of ${name}` : `${resource} ${name}`;
  return `${verb} ${object}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
}

function kindOf(code: number): KubernetesErrorKind {
  if (code === 401) return 'unauthorized';
  if (code === 403) return 'forbidden';
  if (code === 404) return 'not-found';
  if (code === 409) return 'conflict';
  if (code === 410) return 'gone';
  if (code === 400 || code === 422) return 'invalid';
  return 'server';
}

function sentence(subject: CallSubject, code: number, message: string, byRule: boolean): string {
  const call = describeCall(subject);
  const reason = message === '' ? '.' : `: ${message}${/[.!?]$/.test(message) ? '' : '.'}`;
  if (code === 401) return `The API server does not accept your credentials (401), asked to ${call}.`;
  if (byRule) return `You may not ${call} (403).`;
  if (code === 404 && subject.name !== undefined && isAboutName(message, subject.name)) {
    const place = subject.namespace === undefined ? '' : ` in namespace ${subject.namespace}`;
    return `There is no ${subject.resource.replace(/s?[./].*|s$/, '')} ${subject.name}${place} (404).`;
  }
  return `The API server did not ${call} (${code})${reason}`;
}

function isAboutName(message: string, name: string): boolean {
  return message.includes(`"${name}" not found`);
}

/**
 * RBAC's refusal names the rule that is missing. It is asked for its verb, because an upgrade may be judged under
 * another one than GET: newer servers want `create` of pods/portforward.
 */
function deniedRule(message: string): Pick<CallSubject, 'verb' | 'resource'> | undefined {
  const [, verb, resource, group] = /cannot (\w+) resource "([^"]+)" in API group "([^"]*)"/.exec(message) ?? [];
  if (verb === undefined || resource === undefined) return undefined;
  const [plural, subresource] = resource.split('/');
  return { verb, resource: `${plural}${group ? `.${group}` : ''}${subresource ? `/${subresource}` : ''}` };
}

function firstLine(body: string): string {
  return (body.trim().split('\n')[0] ?? '').slice(0, 200);
}

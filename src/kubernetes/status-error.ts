import { KubernetesError, type KubernetesErrorKind } from './error.ts';
import type { ResourceAttributes } from './transport/call.ts';

/** The Status object that Kubernetes returns for a failed request. */
export type Status = { readonly kind: 'Status'; readonly code?: number; readonly message?: string };

/** Parses a Status object. Returns undefined for other text, such as a pod's response or a load balancer's page. */
export function parseStatus(body: string): Status | undefined {
  try {
    const parsed = JSON.parse(body) as { kind?: unknown } | null;
    return parsed?.kind === 'Status' ? (parsed as Status) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the error for an HTTP status of 400 or above. */
export function statusError(attributes: ResourceAttributes, code: number, body: string): KubernetesError {
  const message = parseStatus(body)?.message ?? firstLine(body);
  const denied = code === 403 ? deniedRule(message) : undefined;
  const context = { ...attributes, ...denied };
  return new KubernetesError(kindOf(code), messageFor(context, code, message, denied !== undefined), {
    ...context,
    status: code,
    ...(message !== '' && { cause: new Error(message) }),
  });
}

/** `list pods in namespace default`, `get pods/log of my-pod in namespace default` */
export function describeCall({ verb, resource, name, namespace }: ResourceAttributes): string {
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

function messageFor(attributes: ResourceAttributes, code: number, message: string, isMissingRule: boolean): string {
  const call = describeCall(attributes);
  const reason = message === '' ? '' : `: ${message.replace(/\.$/, '')}`;
  if (code === 401) return `cannot ${call}: the API server rejected your credentials (401)`;
  if (isMissingRule) return `not allowed to ${call} (403)`;
  if (code === 404 && attributes.name !== undefined && isNotFoundMessage(message, attributes.name)) {
    const namespace = attributes.namespace === undefined ? '' : ` in namespace ${attributes.namespace}`;
    return `${attributes.resource.replace(/s?[./].*|s$/, '')} ${attributes.name} not found${namespace} (404)`;
  }
  return `cannot ${call} (${code})${reason}`;
}

function isNotFoundMessage(message: string, name: string): boolean {
  return message.includes(`"${name}" not found`);
}

/**
 * Reads the missing rule from the message of a denied request. The rule's verb can differ from the request's: some API
 * servers require `create` on pods/portforward for a GET upgrade.
 */
function deniedRule(message: string): Pick<ResourceAttributes, 'verb' | 'resource'> | undefined {
  const [, verb, resource, group] = /cannot (\w+) resource "([^"]+)" in API group "([^"]*)"/.exec(message) ?? [];
  if (verb === undefined || resource === undefined) return undefined;
  const [plural, subresource] = resource.split('/');
  return { verb, resource: `${plural}${group ? `.${group}` : ''}${subresource ? `/${subresource}` : ''}` };
}

function firstLine(body: string): string {
  return (body.trim().split('\n')[0] ?? '').slice(0, 200);
}

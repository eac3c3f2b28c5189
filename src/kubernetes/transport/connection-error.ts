import { KubernetesError } from '../error.ts';
import { describeCall } from '../status-error.ts';
import type { ResourceAttributes } from './call.ts';
import type { Route } from './route.ts';

const reasons: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'connection lost',
  EPIPE: 'connection lost',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'temporary failure in name resolution',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  CONNECT_TIMEOUT: 'connection timed out',
  IDLE_TIMEOUT: 'no data received in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed, and the kubeconfig does not trust it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by the certificate authority in the kubeconfig',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by the certificate authority in the kubeconfig',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not use TLS',
};

/** Errors while connecting. With a proxy, these errors concern the proxy, not the API server. */
const whileConnecting = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
]);

/** Returns the error for a connection that did not open in time. */
export function connectTimeoutError(timeoutMs: number): Error {
  return Object.assign(new Error(`no connection within ${timeoutMs / 1000} s`), { code: 'CONNECT_TIMEOUT' });
}

/** Returns the error for an open connection that delivered nothing for longer than the call allows. */
export function idleTimeoutError(timeoutMs: number): Error {
  return Object.assign(new Error(`no data received for ${timeoutMs / 1000} s`), { code: 'IDLE_TIMEOUT' });
}

/** Returns the error for a connection that failed or broke. */
export function connectionError(route: Route, cause: unknown): KubernetesError {
  if (cause instanceof KubernetesError) return cause;
  const message = route.proxy === undefined ? directFailure(route, cause) : proxiedFailure(route, cause);
  return new KubernetesError('unreachable', message, { proxySetting: route.proxy?.setting, cause });
}

/** Returns the reason for a connection error, without the server's address. */
export function connectionFailureReason({ cause }: KubernetesError): string {
  return reasonOf(cause);
}

export function timeoutError(route: Route, attributes: ResourceAttributes, timeoutMs: number): KubernetesError {
  return new KubernetesError(
    'timeout',
    `cannot ${describeCall(attributes)}: the API server ${route.server} did not respond within ${timeoutMs / 1000} s${throughProxy(route)}`,
    { ...attributes, proxySetting: route.proxy?.setting },
  );
}

function directFailure({ server }: Route, cause: unknown): string {
  return `cannot reach the API server ${server}: ${reasonOf(cause)}`;
}

function proxiedFailure(route: Route, cause: unknown): string {
  const { server, proxy } = route;
  const status = proxyStatus(cause);
  const named = `the proxy ${proxy?.address} (${proxy?.setting})`;
  if (status === 407) return `${named} requires a valid user name and password in its URL (407)`;
  if (status !== undefined) return `${named} cannot reach the API server ${server}: HTTP ${status}`;
  if (whileConnecting.has(codeOf(cause) ?? '')) {
    return `cannot reach the API server ${server}: cannot reach ${named}: ${reasonOf(cause)}`;
  }
  return `cannot reach the API server ${server}${throughProxy(route)}: ${reasonOf(cause)}`;
}

function throughProxy({ proxy }: Route): string {
  return proxy === undefined ? '' : ` through the proxy ${proxy.address} (${proxy.setting})`;
}

/** Returns the HTTP status of a proxy that rejected the tunnel. The proxy agents report it only in the message. */
function proxyStatus(cause: unknown): number | undefined {
  if (!(cause instanceof Error)) return undefined;
  const [, status] = /^Bad response: (\d{3})\b/.exec(cause.message) ?? [];
  return status === undefined ? proxyStatus(cause.cause) : Number(status);
}

function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  const message = cause instanceof Error ? cause.message.trim().split('\n')[0] : String(cause);
  return message?.replace(/\.$/, '') || code || 'unknown reason';
}

/** Returns whether an open connection broke. */
export function isConnectionLost(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '');
}

/** Returns whether an open connection delivered nothing for longer than the call allows. */
export function isIdleTimeout(error: unknown): boolean {
  return codeOf(error) === 'IDLE_TIMEOUT';
}

/**
 * Returns the code of an error, or of the error that it wraps. For a name with several addresses, an AggregateError
 * contains one error per address.
 */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code } = error as NodeJS.ErrnoException;
  // The WebSocket's SOCKS agent reports the code only in the message.
  const [, named] = /^connect (E[A-Z]+)\b/.exec(error.message) ?? [];
  return typeof code === 'string' ? code : (named ?? codeOf(error.cause));
}

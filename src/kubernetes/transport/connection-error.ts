import { KubernetesError } from '../error.ts';
import { describeCall } from '../status-error.ts';
import type { CallSubject } from './call.ts';
import type { Route } from './route.ts';

const reasons: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'the connection is dead',
  CONNECT_TIMEOUT: 'it takes no connection',
  SILENT: 'the connection is silent',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed, and the kubeconfig does not trust it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by the authority that the kubeconfig names',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by the authority that the kubeconfig names',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
};

/** Where a proxy is used, only the proxy itself is connected to: these are its errors, and not the API server's. */
const whileConnecting = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
]);

/** No connection was opened within the limit. */
export function connectTimeoutError(timeoutMs: number): Error {
  return Object.assign(new Error(`no connection within ${timeoutMs / 1000} s`), { code: 'CONNECT_TIMEOUT' });
}

/** Nothing was received on an open connection for longer than the call allows. */
export function silenceError(silenceMs: number): Error {
  return Object.assign(new Error(`nothing received for ${silenceMs / 1000} s`), { code: 'SILENT' });
}

/** The error for a connection that did not come about, or broke. */
export function connectionError(route: Route, cause: unknown): KubernetesError {
  if (cause instanceof KubernetesError) return cause;
  const message = route.proxy === undefined ? directFailure(route, cause) : proxiedFailure(route, cause);
  return new KubernetesError('unreachable', message, { proxySetting: route.proxy?.setting, cause });
}

/** Why the connection behind this error did not come about, or broke. */
export function connectionFailureReason({ cause }: KubernetesError): string {
  return reasonOf(cause);
}

export function timeoutError(route: Route, subject: CallSubject, timeoutMs: number): KubernetesError {
  return new KubernetesError(
    'timeout',
    `The API server ${route.server} did not answer within ${timeoutMs / 1000} s${throughProxy(route)}, asked to ${describeCall(subject)}.`,
    { ...subject, proxySetting: route.proxy?.setting },
  );
}

function directFailure({ server }: Route, cause: unknown): string {
  return `The API server ${server} cannot be reached: ${reasonOf(cause)}.`;
}

function proxiedFailure(route: Route, cause: unknown): string {
  const { server, proxy } = route;
  const status = proxyStatus(cause);
  const named = `The proxy ${proxy?.address} (${proxy?.setting})`;
  if (status === 407) return `${named} wants a login that its URL does not hold (407).`;
  if (status !== undefined) return `${named} does not reach the API server ${server}: it answered ${status}.`;
  if (whileConnecting.has(codeOf(cause) ?? '')) {
    return `${named} cannot be reached: ${reasonOf(cause)}. It leads to the API server ${server}.`;
  }
  return `The API server ${server} cannot be reached${throughProxy(route)}: ${reasonOf(cause)}.`;
}

function throughProxy({ proxy }: Route): string {
  return proxy === undefined ? '' : ` through the proxy ${proxy.address} (${proxy.setting})`;
}

/** The status of a proxy that opened no tunnel. The proxy agents have it in their message only. */
function proxyStatus(cause: unknown): number | undefined {
  if (!(cause instanceof Error)) return undefined;
  const [, status] = /^Bad response: (\d{3})\b/.exec(cause.message) ?? [];
  return status === undefined ? proxyStatus(cause.cause) : Number(status);
}

/** Connection errors come wrapped, and for a name with several addresses as a bundle of them. */
function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  const message = cause instanceof Error ? cause.message.trim().split('\n')[0] : String(cause);
  return message?.replace(/\.$/, '') || code || 'the reason is not known';
}

/** The connection was open and is no more. */
export function isCut(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '');
}

/** The connection was open, and nothing came for longer than the call allows. */
export function isSilent(error: unknown): boolean {
  return codeOf(error) === 'SILENT';
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code } = error as NodeJS.ErrnoException;
  // The websocket's SOCKS agent drops the code: it is left in the message.
  const [, named] = /^connect (E[A-Z]+)\b/.exec(error.message) ?? [];
  return typeof code === 'string' ? code : (named ?? codeOf(error.cause));
}

/** What went wrong, as far as the caller's next step depends on it. */
export type KubernetesErrorKind =
  | 'no-kubeconfig' // nothing to read, or nothing usable in it
  | 'credentials' // a plugin or a token file failed before any request was sent
  | 'unauthorized' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'conflict' // 409
  | 'gone' // 410: the resource version is too old
  | 'invalid' // 400, 422
  | 'unreachable' // no connection, or it broke
  | 'timeout'
  | 'too-large' // an answer that is longer than any API server's
  | 'server'; // 5xx, or an answer that makes no sense

export type KubernetesErrorContext = {
  /** The RBAC verb: get, list, watch, create, patch, delete. */
  readonly verb?: string | undefined;
  /** The RBAC resource, with its subresource: `pods`, `pods/log`, `deployments.apps`. */
  readonly resource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly status?: number;
  /** What names the proxy on the way, where there is one. */
  readonly proxySetting?: string | undefined;
  readonly cause?: unknown;
};

/** The one error that leaves this room. `message` is a whole sentence for a person. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly kind: KubernetesErrorKind;
  readonly verb: string | undefined;
  readonly resource: string | undefined;
  readonly namespace: string | undefined;
  readonly objectName: string | undefined;
  readonly status: number | undefined;
  readonly proxySetting: string | undefined;

  constructor(kind: KubernetesErrorKind, message: string, context: KubernetesErrorContext = {}) {
    super(message, { cause: context.cause });
    this.kind = kind;
    this.verb = context.verb;
    this.resource = context.resource;
    this.namespace = context.namespace;
    this.objectName = context.name;
    this.status = context.status;
    this.proxySetting = context.proxySetting;
  }
}

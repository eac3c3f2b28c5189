export type KubernetesErrorKind =
  | 'no-kubeconfig' // no kubeconfig found, or no usable one
  | 'credentials' // a credential plugin or token file failed before any request was sent
  | 'unauthorized' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'conflict' // 409
  | 'gone' // 410: the resource version is too old
  | 'invalid' // 400, 422
  | 'unreachable' // the connection failed or broke
  | 'timeout'
  | 'too-large' // a response above the size limit
  | 'server'; // any other status, or an invalid response

export type KubernetesErrorContext = {
  /** The RBAC verb: get, list, watch, create, patch, delete. */
  readonly verb?: string | undefined;
  /** The RBAC resource with its subresource: `pods`, `pods/log`, `deployments.apps`. */
  readonly resource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly status?: number;
  /** The setting that names the proxy in use, if any. */
  readonly proxySetting?: string | undefined;
  readonly cause?: unknown;
};

/** The only error type of `src/kubernetes`. Messages start lower case and have no full stop, as in kubectl. */
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

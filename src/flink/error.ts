export type FlinkErrorKind =
  | 'unreachable' // no response
  | 'timeout'
  | 'unavailable' // 503: leader election, or an endpoint not started yet
  | 'gateway' // 502 to 504 from a gateway in front of Flink
  | 'not-found' // 404
  | 'denied' // 401, 403, or an untrusted certificate
  | 'conflict' // 409: the job is already terminal, or another update is in progress
  | 'invalid' // 400
  | 'failed' // an operation failed in Flink, such as a savepoint
  | 'server' // 5xx
  | 'too-large' // exceeds the size limit
  | 'unexpected-response'; // not a response of a supported Flink version

/** Error of every call in FlinkRest. If Flink sends a stack trace, `message` is the root cause. */
export class FlinkError extends Error {
  override readonly name = 'FlinkError';
  readonly kind: FlinkErrorKind;
  readonly status: number | undefined;
  /** Full stack trace or response, only for the log file. */
  readonly detail: string | undefined;

  constructor(
    kind: FlinkErrorKind,
    message: string,
    options: { readonly status?: number; readonly detail?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    // Format the stack now. An unformatted stack keeps functions and up to 40 MB of jobs in memory.
    void this.stack;
    this.kind = kind;
    this.status = options.status;
    this.detail = options.detail;
  }
}

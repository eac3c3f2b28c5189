export type FlinkErrorKind =
  | 'unreachable' // no answer at all
  | 'timeout'
  | 'unavailable' // 503: an election, or an endpoint not started yet
  | 'gateway' // 502 to 504 by something in front of Flink
  | 'not-found' // 404
  | 'denied' // 401, 403, or nobody that its certificate is trusted of
  | 'conflict' // 409: already terminal, or another update runs
  | 'invalid' // 400
  | 'failed' // Flink tried and failed: a savepoint that did not complete
  | 'server' // 5xx
  | 'too-large' // more than this program is willing to read
  | 'unexpected-answer'; // not Flink, or a Flink we cannot read

/** The one error that leaves this room. `message` is Flink's own reason, cut to its cause, as a sentence. */
export class FlinkError extends Error {
  override readonly name = 'FlinkError';
  readonly kind: FlinkErrorKind;
  readonly status: number | undefined;
  /** Flink's whole stack trace, for the log file; never for the screen. */
  readonly detail: string | undefined;

  constructor(
    kind: FlinkErrorKind,
    message: string,
    more: { readonly status?: number; readonly detail?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    // Until its stack is read, an error keeps the functions in it alive, and with them half a list of jobs: 40 MB.
    void this.stack;
    this.kind = kind;
    this.status = more.status;
    this.detail = more.detail;
  }
}

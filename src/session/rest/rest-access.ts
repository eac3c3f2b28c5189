/**
 * How Flink's REST API proves itself, and one proves oneself to it. Files are PEM, and are read for each connection and
 * request, so that what is renewed on disk is used.
 */
export type RestAccess = {
  /** What is trusted instead of the usual authorities; a server's own certificate is trusted under whatever name. */
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** A bearer token, or the file that holds it. */
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  /** `name:password` for HTTP basic authentication, or the file that holds it. */
  readonly login?: string | undefined;
  readonly loginFile?: string | undefined;
};

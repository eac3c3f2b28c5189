import type { RequestOptions } from 'node:https';

export type TlsMaterial = {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string | undefined;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
};

/** What one request is sent with. */
export type Credential = {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
  /** node:http's way through the kubeconfig's `proxy-url`, or the environment's proxy; undefined without one. */
  readonly proxyAgent: RequestOptions['agent'];
};

/** The target of a local port. Its pod is looked up again when pods are replaced. */
export type ForwardTarget =
  /** The leading JobManager, at the target port of the REST Service. */
  | { readonly kind: 'web-ui' }
  /** The leading JobManager, at another port. */
  | { readonly kind: 'job-manager'; readonly port: number }
  | { readonly kind: 'pod'; readonly pod: string; readonly port: number };

export type ForwardRequest = {
  readonly target: ForwardTarget;
  /** A local address: `127.0.0.1`. */
  readonly address: string;
  /** 0 for any free port. */
  readonly localPort: number;
  /** Whether to try the next ports if `localPort` is in use. */
  readonly tryNextPorts: boolean;
};

export type PodPort = {
  readonly pod: string;
  readonly port: number;
  /** The protocol, if known. */
  readonly scheme?: 'http' | 'https';
};

/**
 * Status of a forward after the latest attempt; `since` is in epoch milliseconds. The local port stays open in every
 * state.
 */
export type ForwardState =
  /** No attempt yet. */
  | { readonly state: 'opening'; readonly since: number }
  | { readonly state: 'live'; readonly since: number; readonly via: PodPort }
  /** The target does not respond. New connections wait for it for a limited time. */
  | { readonly state: 'waiting'; readonly since: number; readonly reason: string }
  /** The API server denies access. */
  | { readonly state: 'refused'; readonly since: number; readonly reason: string; readonly error: Error };

export type ForwardTraffic = {
  readonly openConnections: number;
  /** All connections so far, including open ones. */
  readonly totalConnections: number;
  readonly bytesFromPod: number;
  readonly bytesToPod: number;
};

/** Snapshot of a forward. */
export type Forward = {
  readonly id: number;
  readonly target: ForwardTarget;
  readonly address: string;
  readonly localPort: number;
  /** The scheme is `https:` if the target uses TLS, otherwise `http:`. */
  readonly url: string;
  readonly startedAt: number;
  readonly state: ForwardState;
  readonly traffic: ForwardTraffic;
  readonly lastError: { readonly at: number; readonly message: string } | undefined;
};

/** The forwards of one session cluster. They are closed together with its connection. */
export type Forwards = {
  /** Opens a forward and resolves once its local port is open. Rejects with a LocalPortError. */
  readonly start: (request: ForwardRequest) => Promise<Forward>;
  /** Returns all forwards in start order, as new objects on each call. */
  readonly list: () => readonly Forward[];
  /** Closes the local port and its connections. Does nothing for an unknown id. */
  readonly stop: (id: number) => void;
  /** Checks every forward now. */
  readonly check: () => void;
  /** Calls `listener` when a forward starts, stops or changes status, but not for traffic. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
};

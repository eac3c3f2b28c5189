/** What a local port leads to. The pod behind it is found anew as pods come and go. */
export type ForwardTarget =
  /** The leading JobManager, at the port that the REST Service aims at. */
  | { readonly kind: 'web-ui' }
  /** The leading JobManager, at another port. */
  | { readonly kind: 'job-manager'; readonly port: number }
  | { readonly kind: 'pod'; readonly pod: string; readonly port: number };

export type ForwardRequest = {
  readonly target: ForwardTarget;
  /** An address of this machine: `127.0.0.1`. */
  readonly address: string;
  /** 0 takes any free one. */
  readonly localPort: number;
  /** Where the port is in use, one of the next ones will do. */
  readonly orNext: boolean;
};

export type PodPort = {
  readonly pod: string;
  readonly port: number;
  /** Where it is known what is spoken there. */
  readonly scheme?: 'http' | 'https';
};

/** How a forward stands, by what was tried last. Its local port is open all along. Times are epoch milliseconds. */
export type ForwardState =
  /** Nothing was tried yet. */
  | { readonly state: 'opening'; readonly since: number }
  | { readonly state: 'live'; readonly since: number; readonly via: PodPort }
  /** Nobody answers there now. Connections that come wait for a while. */
  | { readonly state: 'waiting'; readonly since: number; readonly reason: string }
  /** The API server does not allow it. */
  | { readonly state: 'refused'; readonly since: number; readonly reason: string; readonly error: Error };

export type ForwardTraffic = {
  readonly openConnections: number;
  /** All that ever came, the open ones too. */
  readonly totalConnections: number;
  readonly bytesFromPod: number;
  readonly bytesToPod: number;
};

/** A forward as it stands at one moment. */
export type Forward = {
  readonly id: number;
  readonly target: ForwardTarget;
  readonly address: string;
  readonly localPort: number;
  /** With `https:` where that is spoken, else with `http:`. */
  readonly url: string;
  readonly startedAt: number;
  readonly state: ForwardState;
  readonly traffic: ForwardTraffic;
  readonly lastError: { readonly at: number; readonly message: string } | undefined;
};

/** The forwards of one session cluster. They end with its connection. */
export type Forwards = {
  /** Resolves once the local port is open. Rejects with a LocalPortError. */
  readonly start: (request: ForwardRequest) => Promise<Forward>;
  /** In the order they were started; new objects each time. */
  readonly list: () => readonly Forward[];
  /** Closes the local port and every connection of it. Nothing happens if there is no such forward. */
  readonly stop: (id: number) => void;
  /** Each tries now whether its way is open. */
  readonly check: () => void;
  /** Called when one starts, stops, or stands otherwise than before; traffic is not told. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
};

import type { RestSend } from '../../flink/rest.ts';
import type { RestTransportKind } from '../snapshot.ts';

/** One way to reach Flink's REST API. `send` rejects with whatever went wrong on this way. */
export type RestTransport = {
  readonly via: RestTransportKind;
  readonly send: RestSend;
  /** Whether the last answer came over TLS without a check of the certificate. */
  readonly isUnverified?: () => boolean;
  /** The next request looks for its way afresh. */
  readonly reopen: () => void;
  readonly close: () => void;
};

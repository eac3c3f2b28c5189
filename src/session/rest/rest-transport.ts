import type { RestSend } from '../../flink/rest.ts';
import type { RestTransportKind } from '../snapshot.ts';

/** A transport to Flink's REST API. `send` rejects with the error of this transport. */
export type RestTransport = {
  readonly via: RestTransportKind;
  readonly send: RestSend;
  /** Whether the last response came over TLS without a certificate check. */
  readonly isUnverified?: () => boolean;
  /** Makes the next request look up the JobManager again. */
  readonly reopen: () => void;
  readonly close: () => void;
};

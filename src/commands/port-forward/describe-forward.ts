import type { ServiceExposure } from '../../session/cluster/describe-service.ts';
import type { Forward, ForwardState } from '../../session/forwards/forward.ts';
import { utcTime } from '../../text/utc-time.ts';

export function describeForwardState(state: ForwardState): string {
  switch (state.state) {
    case 'opening':
      return 'finding the pod';
    case 'live':
      return `live via ${state.via.pod}`;
    case 'waiting':
      return `waiting: ${state.reason}`;
    case 'refused':
      return `refused: ${state.reason}`;
  }
}

/** Returns the JSON data of a forward. `exposure` describes the REST Service, if known. */
export function forwardData(
  { target, state, traffic, lastError, ...forward }: Forward,
  exposure: ServiceExposure | undefined,
): object {
  return {
    url: forward.url,
    address: forward.address,
    localPort: forward.localPort,
    target,
    startedAt: utcTime(forward.startedAt),
    state: state.state,
    since: utcTime(state.since),
    pod: state.state === 'live' ? state.via.pod : null,
    port: state.state === 'live' ? state.via.port : null,
    reason: 'reason' in state ? state.reason : null,
    ...traffic,
    lastError: lastError === undefined ? null : { at: utcTime(lastError.at), message: lastError.message },
    serviceWarning: exposure?.risk ?? null,
  };
}

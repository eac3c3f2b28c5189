const connectTimeoutMs = 5000;

/** For a connection that is being opened: aborted when that takes too long, or its way is closed. */
export function connectSignal(closed: AbortSignal): AbortSignal {
  return AbortSignal.any([closed, AbortSignal.timeout(connectTimeoutMs)]);
}

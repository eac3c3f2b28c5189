const connectTimeoutMs = 5000;

/** Returns a signal for opening a connection. It aborts after the connect timeout or when `closed` aborts. */
export function connectSignal(closed: AbortSignal, timeoutMs = connectTimeoutMs): AbortSignal {
  return AbortSignal.any([closed, AbortSignal.timeout(timeoutMs)]);
}

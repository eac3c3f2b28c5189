/** A connection without traffic for this long is checked with a ping. */
export const quietMs = 5000;
/** A ping that takes longer than this means that the API server does not respond. */
export const pingTimeoutMs = 4000;
/** Longest time until an API server failure is detected. It applies to the screen and to every long-running command. */
export const detectedWithinMs = quietMs + pingTimeoutMs;

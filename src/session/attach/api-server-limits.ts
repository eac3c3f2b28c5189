/** A connection on which nothing was heard for this long is checked by a ping. */
export const quietMs = 5000;
/** A ping without an answer in this time means that the API server does not answer. */
export const pingTimeoutMs = 4000;
/**
 * So long at most until it is noticed that the API server no longer answers. One limit for the screen and for every
 * subcommand that goes on.
 */
export const detectedWithinMs = quietMs + pingTimeoutMs;

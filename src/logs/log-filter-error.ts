/** A filter that cannot be used; the message is a sentence for whoever typed it. */
export class LogFilterError extends Error {
  override readonly name = 'LogFilterError';
}

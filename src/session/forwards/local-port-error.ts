/** A local port that cannot be opened. The message is a sentence for a person, a hint what to do, a line each. */
export class LocalPortError extends Error {
  override readonly name = 'LocalPortError';
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[], options?: { readonly cause?: unknown }) {
    super(message, options);
    this.hints = hints;
  }
}

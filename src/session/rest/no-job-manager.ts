import { FlinkError } from '../../flink/error.ts';

/** REST does not answer, and the cluster's objects show why. `message` is a sentence, a hint what to do. */
export class NoJobManager extends FlinkError {
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[], cause: unknown) {
    super('unreachable', message, { cause });
    this.hints = hints;
  }
}

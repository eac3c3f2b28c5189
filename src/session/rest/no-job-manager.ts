import { FlinkError } from '../../flink/error.ts';

/** Error for REST not responding when the cluster's objects show why. Each hint is one line on what to do next. */
export class NoJobManager extends FlinkError {
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[], cause: unknown) {
    super('unreachable', message, { cause });
    this.hints = hints;
  }
}

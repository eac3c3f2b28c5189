import { FlinkError } from '../../flink/error.ts';

/** Error for a REST API without a response, with the reason from Kubernetes objects. Each hint is one next step. */
export class NoJobManager extends FlinkError {
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[], cause: unknown) {
    super('unreachable', message, { cause });
    this.hints = hints;
  }
}

import { FlinkError } from '../../flink/error.ts';

/** Error if REST does not respond and the cluster's Kubernetes objects show why. Each hint is one next step. */
export class NoJobManager extends FlinkError {
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[], cause: unknown) {
    super('unreachable', message, { cause });
    this.hints = hints;
  }
}

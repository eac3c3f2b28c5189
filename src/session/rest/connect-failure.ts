import { FlinkError } from '../../flink/error.ts';

/** Error for a connection to the REST Service that was not opened. Nothing was sent. */
export class ConnectFailure extends FlinkError {
  readonly hints: readonly string[] = [
    'Check that the JobManager is running and that no NetworkPolicy blocks this pod',
  ];

  constructor(message: string, cause: unknown) {
    super('unreachable', message, { cause });
  }
}

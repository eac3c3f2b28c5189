import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { LoggingBackend } from '../../logging-config/logging-config.ts';
import type { Connection } from '../session.ts';
import { backendOf } from './backend-of.ts';

type BackendWatch = {
  /** undefined until the JobManager has told, or where it does not. */
  readonly backend: () => LoggingBackend | undefined;
  /** Flink answers: it is asked, once. */
  readonly read: () => void;
  /** Another JobManager leads, which may be of another image. */
  readonly reset: () => void;
  readonly stop: () => void;
};

/** By which library the JobManager that leads writes its logs. */
export function watchBackend({ flink }: Pick<Connection, 'flink'>, changed: () => void): BackendWatch {
  const stopping = new AbortController();
  let backend: LoggingBackend | undefined;
  let isAsked = false;

  async function read(): Promise<void> {
    try {
      const told = backendOf(await flink.environment(stopping.signal));
      if (told === backend) return;
      backend = told;
      changed();
    } catch (error) {
      // What cannot be told stays what it was: the next one that leads is asked again.
      if (!stopping.signal.aborted && !(error instanceof FlinkError || error instanceof KubernetesError)) throw error;
    }
  }
  return {
    backend: () => backend,
    read: () => {
      if (isAsked) return;
      isAsked = true;
      void read();
    },
    reset: () => {
      isAsked = false;
    },
    stop: () => stopping.abort(new Error('The session was left.')),
  };
}

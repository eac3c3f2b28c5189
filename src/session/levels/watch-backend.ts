import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { LoggingBackend } from '../../logging-config/logging-config.ts';
import type { Connection } from '../session.ts';
import { backendOf } from './backend-of.ts';

type BackendWatch = {
  /** undefined before the first successful read. */
  readonly backend: () => LoggingBackend | undefined;
  /** Reads the backend once. Call this when Flink responds. */
  readonly read: () => void;
  /**
   * Makes the next call of `read` request the backend again. Call this when the leader changes, because a new leader
   * may use another image.
   */
  readonly reset: () => void;
  readonly stop: () => void;
};

/** Watches the logging backend of the leading JobManager. */
export function watchBackend({ flink }: Pick<Connection, 'flink'>, changed: () => void): BackendWatch {
  const stopping = new AbortController();
  let backend: LoggingBackend | undefined;
  let isRead = false;

  async function readBackend(): Promise<void> {
    try {
      const current = backendOf(await flink.environment(stopping.signal));
      if (current === backend) return;
      backend = current;
      changed();
    } catch (error) {
      // After a failed read, the previous value stays until the next change of leader.
      if (!stopping.signal.aborted && !(error instanceof FlinkError || error instanceof KubernetesError)) throw error;
    }
  }
  return {
    backend: () => backend,
    read: () => {
      if (isRead) return;
      isRead = true;
      void readBackend();
    },
    reset: () => {
      isRead = false;
    },
    stop: () => stopping.abort(new Error('session closed')),
  };
}

import { createFlinkRest } from '../../flink/create-rest.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import type { RestTransportKind } from '../snapshot.ts';
import { createRestTransport } from './create-rest-transport.ts';
import { explainNoJobManager } from './explain-no-job-manager.ts';
import { restTransports } from './rest-transports.ts';

export type ProbedTransport = {
  readonly via: RestTransportKind;
  /** Time until the response or the failure. */
  readonly latencyMs: number;
  /** Flink's version, or the error. */
  readonly result: { readonly flinkVersion: string } | Error;
};

/** Requests Flink's configuration over every transport, including those that are only a fallback. */
export async function probeTransports(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<readonly ProbedTransport[]> {
  const given = target.restUrl === undefined ? [] : restTransports(kubernetes, target, undefined);
  const transports = [...given, ...restTransports(kubernetes, { ...target, restUrl: undefined }, undefined)];
  return Promise.all(
    transports.map(async (transport) => {
      const rest = createRestTransport([transport], (cause) => explainNoJobManager(kubernetes, target, cause));
      const startedAt = performance.now();
      try {
        const result = await createFlinkRest(rest.send)
          .config(signal)
          .catch((error: Error) => error);
        signal.throwIfAborted();
        return { via: transport.via, latencyMs: performance.now() - startedAt, result };
      } finally {
        rest.close();
      }
    }),
  );
}

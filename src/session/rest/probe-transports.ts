import { createFlinkRest } from '../../flink/create-rest.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import type { RestTransportKind } from '../snapshot.ts';
import { createRestTransport } from './create-rest-transport.ts';
import { explainNoJobManager } from './explain-no-job-manager.ts';
import { restTransports } from './rest-transports.ts';

export type ProbedTransport = {
  readonly via: RestTransportKind;
  /** Until the answer, or the failure. */
  readonly latencyMs: number;
  /** Of the Flink that answered, or why none did. */
  readonly answer: { readonly flinkVersion: string } | Error;
};

/** Asks Flink's REST API by each way there is, also by those that are not used while a better one is allowed. */
export async function probeTransports(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<readonly ProbedTransport[]> {
  const given = target.restUrl === undefined ? [] : restTransports(kubernetes, target, undefined);
  const ways = [...given, ...restTransports(kubernetes, { ...target, restUrl: undefined }, undefined)];
  return Promise.all(
    ways.map(async (one) => {
      const way = createRestTransport([one], (cause) => explainNoJobManager(kubernetes, target, cause));
      const startedAt = performance.now();
      try {
        const answer = await createFlinkRest(way.send)
          .config(signal)
          .catch((error: Error) => error);
        signal.throwIfAborted();
        return { via: one.via, latencyMs: performance.now() - startedAt, answer };
      } finally {
        way.close();
      }
    }),
  );
}

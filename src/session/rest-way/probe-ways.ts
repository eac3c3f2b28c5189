import { createFlinkRest } from '../../flink/create-rest.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import type { RestWay } from '../snapshot.ts';
import { createRestWay } from './create-rest-way.ts';
import { explainAbsence } from './explain-absence.ts';
import { restWays } from './rest-ways.ts';

export type ProbedWay = {
  readonly via: RestWay;
  /** Until the answer, or the failure. */
  readonly latencyMs: number;
  /** Of the Flink that answered, or why none did. */
  readonly answer: { readonly flinkVersion: string } | Error;
};

/** Asks Flink's REST API by each way there is, also by those that are not used while a better one is allowed. */
export async function probeWays(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<readonly ProbedWay[]> {
  const given = target.restUrl === undefined ? [] : restWays(kubernetes, target, undefined);
  const ways = [...given, ...restWays(kubernetes, { ...target, restUrl: undefined }, undefined)];
  return Promise.all(
    ways.map(async (one) => {
      const way = createRestWay([one], (cause) => explainAbsence(kubernetes, target, cause));
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

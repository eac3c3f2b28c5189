import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Forward, ForwardRequest } from '../../session/forwards/forward.ts';
import type { Connection } from '../../session/session.ts';
import type { LocalState } from '../record/local-state.ts';

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const requests = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      target: v.variant('kind', [
        v.object({ kind: v.literal('web-ui') }),
        v.object({ kind: v.literal('job-manager'), port }),
        v.object({ kind: v.literal('pod'), pod: v.string(), port }),
      ]),
      address: v.string(),
      localPort: port,
    }),
  ),
);

/** Stores the open forwards of one session cluster for the next attachment. */
export type SavedForwards = {
  /** Resolves to an empty list if nothing valid is stored. */
  readonly load: () => Promise<readonly ForwardRequest[]>;
  /** Replaces the stored forwards. */
  readonly save: (forwards: readonly Forward[]) => Promise<void>;
};

export function createSavedForwards(
  local: Pick<LocalState, 'read' | 'write'>,
  { kubernetes, target }: Pick<Connection, 'kubernetes' | 'target'>,
): SavedForwards {
  const cluster = `${kubernetes.server} ${target.namespace} ${target.clusterId}`;
  const name = `forwards-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}.json`;
  let pendingWrite: Promise<unknown> = Promise.resolve();
  return {
    load: async () => {
      const text = await local.read(name);
      const parsed = v.safeParse(requests, text ?? '[]');
      // Another program may use the port now, so fall back to the next free one.
      return parsed.success ? parsed.output.map((request) => ({ ...request, tryNextPorts: true })) : [];
    },
    save: async (forwards) => {
      const text = JSON.stringify(forwards.map(({ target, address, localPort }) => ({ target, address, localPort })));
      pendingWrite = pendingWrite.then(() => local.write(name, forwards.length === 0 ? undefined : `${text}\n`));
      await pendingWrite;
    },
  };
}

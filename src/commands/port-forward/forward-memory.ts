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

/** The forwards of one session cluster, from one attachment to the next. */
export type ForwardMemory = {
  /** None where there are none, or what was written cannot be understood. */
  readonly recall: () => Promise<readonly ForwardRequest[]>;
  /** Those that are open now. */
  readonly keep: (forwards: readonly Forward[]) => Promise<void>;
};

export function createForwardMemory(
  local: Pick<LocalState, 'read' | 'write'>,
  { kubernetes, target }: Pick<Connection, 'kubernetes' | 'target'>,
): ForwardMemory {
  const cluster = `${kubernetes.server} ${target.namespace} ${target.clusterId}`;
  const name = `forwards-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}.json`;
  let writing: Promise<unknown> = Promise.resolve();
  return {
    recall: async () => {
      const text = await local.read(name);
      const read = v.safeParse(requests, text ?? '[]');
      // The port may be somebody else's by now.
      return read.success ? read.output.map((request) => ({ ...request, tryNextPorts: true })) : [];
    },
    keep: async (forwards) => {
      const text = JSON.stringify(forwards.map(({ target, address, localPort }) => ({ target, address, localPort })));
      writing = writing.then(() => local.write(name, forwards.length === 0 ? undefined : `${text}\n`));
      await writing;
    },
  };
}

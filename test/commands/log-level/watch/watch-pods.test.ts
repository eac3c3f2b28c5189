import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WriteResult } from '../../../../src/commands/log-level/level-result.ts';
import { logLevel } from '../../../../src/commands/log-level/log-level.ts';
import type { Services } from '../../../../src/commands/record/command.ts';
import type { KubernetesApi } from '../../../../src/kubernetes/api.ts';
import type { Pod } from '../../../../src/kubernetes/objects.ts';
import { withSession } from '../../session-under-test.ts';

/** Runs `log-level root DEBUG --timeout 1s`. */
async function setDebug(services: Services): Promise<WriteResult> {
  const input = { arguments: ['root', 'DEBUG'], options: { timeout: 1000 } };
  const signal = AbortSignal.timeout(20_000);
  const run = logLevel.run(services, await logLevel.plan(services, input, signal), signal);
  let step = await run.next();
  while (step.done !== true) step = await run.next();
  return step.value as WriteResult;
}

async function withServices(
  change: (kubernetes: KubernetesApi) => Partial<KubernetesApi>,
  use: (services: Services) => Promise<void>,
): Promise<void> {
  await withSession({}, ({ connection }) => {
    const kubernetes = { ...connection.kubernetes, ...change(connection.kubernetes) };
    return use({
      frontend: 'subcommand',
      connection: { ...connection, kubernetes },
      snapshot: undefined,
      now: Date.now,
    });
  });
}

test('an unexpected error ends the watch immediately', () =>
  withServices(
    () => ({
      exec: async () => {
        throw new TypeError('something is broken');
      },
    }),
    (services) => assert.rejects(setDebug(services), { message: 'something is broken' }),
  ));

test('reports an evicted pod as gone without waiting', () =>
  withServices(
    (kubernetes) => ({
      list: (async (path, ...rest) => {
        const pods = (await kubernetes.list<Pod>(path, ...rest)) as readonly Pod[];
        return pods.map((pod) => ({ ...pod, status: { phase: 'Failed', reason: 'Evicted' } }));
      }) as KubernetesApi['list'],
    }),
    async (services) => {
      const { pods } = await setDebug(services);
      assert.deepEqual(
        pods?.map(({ status }) => status),
        ['gone'],
      );
    },
  ));

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { watchSession } from '../../../src/session/watch/watch-session.ts';
import { textsOf, until, withCluster } from '../attached.ts';

const numbers = (texts: readonly string[]) =>
  texts.flatMap((text) => /^number (\d+)$/.exec(text)?.[1] ?? []).map(Number);

test('reads the newest lines of a long log, and older lines on request', async () => {
  await withCluster({ jobs: 'none' }, 'admin', async ({ demo, kubernetes }) => {
    const target = { clusterId: demo.clusterId, namespace: demo.namespace };
    const attach = async () => watchSession(await connectSession(kubernetes, target, AbortSignal.timeout(20_000)));
    const first = await attach();
    const leader = await until(first.store.subscribe, 'a leader', () => first.store.getState().leader);
    await first.close();
    for (let number = 1; number <= 3000; number += 1) demo.print(leader, `number ${number}`);

    const session = await attach();
    try {
      const source = await until(session.logs.subscribe, 'the newest line', () =>
        session.logs
          .sources()
          .find(({ pod, end, lines }) => pod === leader && textsOf(lines(end - 1, end)).includes('number 3000')),
      );
      const read = () => textsOf(source.lines(source.first, source.end));
      assert.ok(numbers(read()).length <= 1000);
      const before = read().length;
      const more = await session.readOlderLogs(source.key, AbortSignal.timeout(20_000));
      assert.equal(read().length, before + more);
      assert.deepEqual(
        numbers(read()),
        Array.from({ length: 3000 }, (_, index) => index + 1),
      );
      assert.match(read()[0] ?? '', /^Starting kubernetes-session/);
      assert.equal(await session.readOlderLogs(source.key, AbortSignal.timeout(20_000)), 0);
    } finally {
      await session.close();
    }
  });
});

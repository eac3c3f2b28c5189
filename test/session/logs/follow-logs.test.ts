import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Demo } from '../../../src/demo/demo.ts';
import type { LogSource } from '../../../src/logs/log-store.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import type { Session } from '../../../src/session/session.ts';
import { watchSession } from '../../../src/session/watch/watch-session.ts';
import { type Attached, podNamed, textsOf, until, withAttached, withCluster } from '../attached.ts';

const main = 'flink-main-container';

/** Writes numbered lines to the leading JobManager's log and reads them from the session's store. */
async function followNumbers({ demo, session, until: untilSnapshot }: Attached) {
  const { leader = '' } = await untilSnapshot('a leader', ({ leader }) => leader !== undefined);
  const { uid = '' } = podNamed(session.store.getState(), leader) ?? {};
  const source = await until(session.logs.subscribe, 'the log', () => {
    const found = session.logs.source(`${uid}/${main}`);
    return found?.state.state === 'following' && found.counters.received > 0 ? found : undefined;
  });
  return { ...numbersOf(demo, session, source), leader, source };
}

function numbersOf(demo: Demo, session: Session, source: LogSource) {
  let printed = 0;
  const texts = () => textsOf(source.lines(source.first, source.end));
  return {
    texts,
    print: (count: number) => {
      for (let more = 0; more < count; more += 1) {
        printed += 1;
        demo.print(source.pod, `number ${printed}`);
      }
    },
    untilSeen: (text: string) =>
      until(session.logs.subscribe, text, () => texts().some((each) => each.includes(text)) || undefined),
    untilAllSeen: () =>
      until(session.logs.subscribe, `number ${printed}`, () => texts().includes(`number ${printed}`) || undefined),
  };
}

/**
 * Checks that each number appears once and in order, and that a gap marker precedes each gap. `gaps` has the first
 * number after each gap.
 */
function checkNumbers(texts: readonly string[]): { readonly last: number; readonly gaps: number[] } {
  const gaps: number[] = [];
  let last = 0;
  let isMarked = false;
  for (const text of texts) {
    if (text.startsWith('[') && text.includes('may be missing')) isMarked = true;
    const number = Number(/^number (\d+)$/.exec(text)?.[1]);
    if (Number.isNaN(number)) continue;
    assert.ok(number > last, `number ${number} comes after ${last}`);
    if (number !== last + 1) {
      assert.ok(isMarked, `numbers between ${last} and ${number} are missing without a gap marker`);
      gaps.push(number);
    }
    last = number;
    isMarked = false;
  }
  return { last, gaps };
}

const marksIn = (texts: readonly string[]) => texts.filter((text) => text.startsWith('['));

// The tests run in parallel, because each test has its own cluster and mostly waits.
describe('the logs of a session', { concurrency: true }, () => {
  test('are followed for every existing and new pod without being shown', async () => {
    await withAttached({}, async ({ demo, session, until: untilSnapshot }) => {
      const { pods = [] } = await untilSnapshot('the pods', ({ pods }) => (pods?.length ?? 0) > 3);
      demo.submitJob('A job of the test', { parallelism: 3 });
      // REST may list a TaskManager before the watch reports its pod.
      const { pods: more = [] } = await untilSnapshot('one more pod', (seen) => {
        const found = seen.pods?.filter(({ containers }) => containers.length > 0) ?? [];
        return found.length > pods.length && found.length === seen.pods?.length;
      });
      for (const { uid, name } of more) {
        await until(session.logs.subscribe, `lines of ${name}`, () => {
          const [source] = session.logs.sourcesOf(uid);
          // An idle TaskManager may have been released in the meantime.
          return (source?.counters.received ?? 0) > 0 || source?.state.state === 'ended' || undefined;
        });
      }
      const newest = more.find(({ uid }) => !pods.some((pod) => pod.uid === uid));
      const [source] = session.logs.sourcesOf(newest?.uid ?? '');
      assert.match(textsOf(source?.lines(source.first, source.first + 1)).join(), /^Starting kubernetes-taskmanager/);
    });
  });

  test('are complete across log rotations', async () => {
    await withAttached({ jobs: 'none' }, async (attached) => {
      const { print, untilAllSeen, texts, leader } = await followNumbers(attached);
      print(1);
      await untilAllSeen();
      for (let file = 0; file < 5; file += 1) {
        print(300);
        attached.demo.rotateLog(leader);
      }
      print(10);
      await untilAllSeen();
      assert.deepEqual(checkNumbers(texts()), { last: 1511, gaps: [] });
      assert.deepEqual(marksIn(texts()), []);
    });
  });

  test('have a gap marker for lines missing after a rotation during an outage', async () => {
    await withAttached({ jobs: 'none' }, async (attached) => {
      const { print, untilAllSeen, texts, leader } = await followNumbers(attached);
      print(100);
      await untilAllSeen();
      await attached.demo.fault({ kind: 'unreachable', milliseconds: 500 });
      print(50);
      attached.demo.rotateLog(leader);
      print(50);
      await untilAllSeen();
      assert.deepEqual(checkNumbers(texts()), { last: 200, gaps: [151] });
      const [mark, ...others] = marksIn(texts());
      assert.match(mark ?? '', /may be missing, from \S+Z to \S+Z: log rotation/);
      assert.deepEqual(others, []);
    });
  });

  test('continue across a container restart, with the last lines before the restart marker', async () => {
    await withAttached({ jobs: 'none' }, async (attached) => {
      const { print, untilAllSeen, texts, leader } = await followNumbers(attached);
      print(1);
      await untilAllSeen();
      print(99);
      attached.demo.restartContainer(leader, 2);
      await attached.until('the second run', (seen) => podNamed(seen, leader)?.restarts === 1);
      print(100);
      await untilAllSeen();
      assert.deepEqual(checkNumbers(texts()), { last: 200, gaps: [] });
      const mark = '[container restarted (exit code 2: JobManager runtime failure)]';
      assert.deepEqual(marksIn(texts()), [mark]);
      const at = texts().indexOf(mark);
      assert.match(texts()[at - 1] ?? '', /Shutting KubernetesSessionClusterEntrypoint down/);
      assert.match(texts()[at + 1] ?? '', /^Starting kubernetes-session/);
    });
  });

  test('include the rest of the previous run after a restart during an outage', async () => {
    await withAttached({ jobs: 'none' }, async (attached) => {
      const { print, untilAllSeen, texts, leader } = await followNumbers(attached);
      print(100);
      await untilAllSeen();
      await attached.demo.fault({ kind: 'unreachable', milliseconds: 800 });
      print(100);
      attached.demo.restartContainer(leader, 1);
      await attached.until('the second run', (seen) => podNamed(seen, leader)?.restarts === 1);
      print(100);
      await untilAllSeen();
      assert.deepEqual(checkNumbers(texts()), { last: 300, gaps: [] });
      // After such an outage there may be a gap marker, although no lines are missing.
      const marks = marksIn(texts());
      assert.equal(marks.filter((mark) => mark.includes('restarted')).length, 1, marks.join('\n'));
    });
  });

  test('start with the previous run of a container that restarted before attaching', async () => {
    await withCluster({ jobs: 'none' }, 'admin', async ({ demo, kubernetes }) => {
      const target = { clusterId: demo.clusterId, namespace: demo.namespace };
      const attach = async () => watchSession(await connectSession(kubernetes, target, AbortSignal.timeout(20_000)));
      const first = await attach();
      const { leader = '' } = await until(first.store.subscribe, 'a leader', () => {
        const snapshot = first.store.getState();
        return snapshot.leader === undefined ? undefined : snapshot;
      });
      demo.print(leader, 'number 1');
      demo.restartContainer(leader, 1);
      const row = () => podNamed(first.store.getState(), leader);
      await until(first.store.subscribe, 'the second run', () => row()?.restarts === 1 || undefined);
      const { uid = '' } = row() ?? {};
      const second = await attach();
      try {
        const source = await until(second.logs.subscribe, 'the log', () => second.logs.source(`${uid}/${main}`));
        const { untilSeen, texts } = numbersOf(demo, second, source);
        await untilSeen('Starting kubernetes-session as a console application');
        await untilSeen('[container restarted');
        const mark = texts().findIndex((text) => text.startsWith('[container restarted'));
        assert.ok(texts().indexOf('number 1') < mark);
        await until(second.logs.subscribe, 'the new run', () => texts().length > mark + 1 || undefined);
        assert.match(texts()[mark + 1] ?? '', /^Starting kubernetes-session/);
      } finally {
        await second.close();
        await first.close();
      }
    });
  });

  test('are complete and kept after the pod is deleted', async () => {
    await withAttached({ jobs: 'none' }, async (attached) => {
      const { print, texts, leader, source } = await followNumbers(attached);
      print(200);
      attached.demo.deletePod(leader);
      await until(
        attached.session.logs.subscribe,
        'the end of the log',
        () => source.state.state === 'ended' || undefined,
      );
      assert.deepEqual(checkNumbers(texts()), { last: 200, gaps: [] });
      assert.match(texts().at(-1) ?? '', /Shutting KubernetesSessionClusterEntrypoint down/);
      assert.deepEqual(marksIn(texts()), []);
      await attached.until('the row of the deleted pod', (seen) => podNamed(seen, leader)?.goneAt !== undefined);
      assert.equal(attached.session.logs.source(source.key), source);
    });
  });

  for (const fault of [{ kind: 'cut' }, { kind: 'unreachable', milliseconds: 700 }] as const) {
    test(`have every line once and no gap after the fault ${fault.kind}`, async () => {
      await withAttached({ jobs: 'none' }, async (attached) => {
        const { print, untilAllSeen, texts } = await followNumbers(attached);
        for (let round = 0; round < 3; round += 1) {
          print(150);
          await attached.demo.fault(fault);
          print(150);
          await untilAllSeen();
        }
        assert.deepEqual(checkNumbers(texts()), { last: 900, gaps: [] });
        assert.deepEqual(marksIn(texts()), []);
      });
    });
  }
});

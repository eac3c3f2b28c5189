import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { classifyReleased } from '../../../src/session/pods/release-reason.ts';
import { watchReleaseReasons } from '../../../src/session/watch/watch-release-reasons.ts';

const manager = 'org.apache.flink.runtime.resourcemanager.active.ActiveResourceManager';
const driver = 'org.apache.flink.kubernetes.KubernetesResourceManagerDriver';
const line = (second: number, logger: string, text: string) => {
  const time = `2026-11-28T10:00:${String(second).padStart(2, '0')}`;
  return `${time}Z ${time.replace('T', ' ')},000 INFO  ${logger} [] - ${text}\n`;
};

/** Lines that Flink 2.3 logged, and the status and reason of the TaskManager `tm`. */
const cases: readonly (readonly [name: string, lines: readonly string[], status: string, reason: RegExp])[] = [
  [
    'no longer needed before it registered',
    [line(1, manager, 'Stopping worker tm.')],
    'released',
    /^released by Flink before it registered$/,
  ],
  [
    'cancelled before its pod was created',
    [line(1, driver, 'pod tm is cancelled before create pod finish, stop it.')],
    'released',
    /^released by Flink before it registered$/,
  ],
  [
    'idle: stopped and then closed',
    [
      line(1, manager, 'Stopping worker tm.'),
      line(1, manager, 'Closing TaskExecutor connection tm because: the resource is no longer needed'),
    ],
    'released',
    /no longer needed/,
  ],
  [
    'shut down: closed and then stopped',
    [
      line(1, manager, 'Closing TaskExecutor connection tm because: The TaskExecutor is shutting down.'),
      line(2, manager, 'Stopping worker tm.'),
    ],
    'deleted',
    /reported its shutdown/,
  ],
  [
    'a later TaskManager of the same name',
    [
      line(1, manager, 'Closing TaskExecutor connection tm because: The TaskExecutor is shutting down.'),
      line(50, manager, 'Stopping worker tm.'),
    ],
    'released',
    /before it registered/,
  ],
];

for (const [name, lines, status, expected] of cases) {
  test(`reads the reason for the end of a TaskManager: ${name}`, async (t) => {
    const logs = createLogStore();
    const watch = watchReleaseReasons(
      logs,
      () => true,
      () => {},
    );
    t.after(() => {
      watch.stop();
      return logs.close({ keep: false });
    });
    const writer = logs.open({ uid: 'jm', pod: 'jm', container: 'flink-main-container' });
    for (const text of lines) writer.write(Buffer.from(text));
    await new Promise((resolve) => setImmediate(resolve));
    const reason = watch.releaseReasons.get('tm');
    assert.ok(reason);
    const classification = classifyReleased(reason);
    assert.equal(classification.status, status);
    assert.match(classification.reason ?? '', expected);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { event, identity, openLog, sent, start } from './log-fixtures.ts';

const trace = (message: string, number: number, at = 'c') => [
  event('ERROR', 'Task failed'),
  `a.b.Fault: ${message}`,
  `\tat a.B.${at}(B.java:${number})`,
  `\tat a.B$$Lambda$${number}/0x0000${number}abc.apply(Unknown Source) ~[?:?]`,
  `\tat jdk.internal.reflect.GeneratedMethodAccessor${number}.invoke(Unknown Source)`,
  `\tat com.sun.proxy.$Proxy${number}.call(Unknown Source)`,
  `Caused by: java.io.IOException: ${message} below`,
  `\tat java.base/java.io.File.open(File.java:${number})`,
  '\t... 3 more',
];

test('groups stack traces regardless of messages and numbers', () => {
  const { store, writer, write } = openLog();
  const send = (seconds: number, lines: readonly string[]) => write(...lines.map((line) => sent(seconds * 1000, line)));
  send(1, trace('first', 1));
  send(2, [event('INFO', 'between')]);
  send(3, trace('second', 22));
  send(4, trace('other', 1, 'otherMethod'));
  const other = store.open({ ...identity, uid: 'u2', pod: 'another-pod' });
  other.write(
    Buffer.from(
      trace('third', 333)
        .map((line) => sent(5000, line))
        .join(''),
    ),
  );
  writer.setState({ state: 'ended', reason: 'x' });

  const [newest, second, ...rest] = store.exceptions();
  assert.deepEqual(rest, []);
  assert.equal(typeof newest?.id, 'string');
  assert.deepEqual(
    { ...newest, id: '' },
    {
      id: '',
      title: 'a.b.Fault: first',
      causes: ['java.io.IOException: first below'],
      count: 3,
      firstAt: start + 1000,
      lastAt: start + 5000,
      pods: [identity.pod, 'another-pod'],
      last: { key: 'u2/flink-main-container', sequence: 0 },
    },
  );
  assert.deepEqual([second?.title, second?.count, second?.last.sequence], ['a.b.Fault: other', 1, 19]);
});

test('counts an incomplete trace once', () => {
  const { store, write } = openLog();
  const lines = trace('x', 1).map((line) => sent(0, line));
  write(...lines.slice(0, 4));
  assert.deepEqual(
    store.exceptions().map(({ count }) => count),
    [1],
  );
  write(...lines.slice(4), sent(10, event('INFO', 'on')));
  assert.deepEqual(
    store.exceptions().map(({ count, causes }) => [count, causes.length]),
    [[1, 1]],
  );
});

test('finds a stack trace in a JSON line', () => {
  const { store, write } = openLog();
  const json = (message: string) =>
    JSON.stringify({
      level: 'ERROR',
      message: 'Task failed',
      error: { stack_trace: `a.b.Fault: ${message}\n\tat a.B.c(B.java:1)\nCaused by: a.Other: x\n\t... 1 more\n` },
    });
  write(sent(0, json('one')), sent(1, json('two')), sent(2, event('INFO', 'on')));
  const [group] = store.exceptions();
  assert.deepEqual([group?.title, group?.count, group?.causes], ['a.b.Fault: one', 2, ['a.Other: x']]);
});

test('drops the least recently seen groups above the limit', () => {
  const { store, write } = openLog();
  const name = (number: number) => String.fromCharCode(97 + (number % 26), 97 + Math.floor(number / 26));
  for (let number = 0; number < 600; number += 1) {
    write(...trace('x', 1, name(number)).map((line) => sent(number * 1000, line)));
  }
  const groups = store.exceptions();
  assert.ok(groups.length <= 501, `${groups.length} groups`);
  assert.equal(groups[0]?.lastAt, start + 599_000);
  assert.ok(groups.every(({ lastAt }) => lastAt >= start + 99_000));
});

test('ignores errors without a stack trace', () => {
  const { store, write } = openLog();
  write(sent(0, event('ERROR', 'java.lang.Fault: in one line')), sent(1, event('INFO', 'on')));
  assert.deepEqual(store.exceptions(), []);
});

test('uses the log message as the title of frames without an exception', () => {
  const { store, write } = openLog();
  write(
    sent(0, event('WARN', 'the thread is blocked at')),
    sent(0, '\tat a.B.c(B.java:1)'),
    sent(0, '\tat a.B.d(B.java:2)'),
  );
  assert.deepEqual(
    store.exceptions().map(({ title }) => title),
    ['the thread is blocked at'],
  );
});

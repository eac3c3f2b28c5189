import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { mock, type TestContext, test } from 'node:test';
import { openTerminalInput } from '../../../src/screen/input/terminal-input.ts';
import { backgroundInReport, isTypeReport } from '../../../src/screen/theme/background.ts';

const colour = '\x1b]11;rgb:1e1e/1e1e/1e1e';
const type = '\x1b[?62;22c';

/** Opens the input of a terminal that may answer a query for a limited time. The clock is stopped. */
function openInput(context: TestContext, reportTimeoutMs = 3000) {
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());
  let remainingMs = reportTimeoutMs;
  const stdin = new PassThrough();
  const keys: string[] = [];
  const reports: string[] = [];
  const input = openTerminalInput(stdin, {
    onKey: ({ name }) => {
      keys.push(name);
      return 'handled';
    },
    onLost: () => {},
    onReport: (report) => {
      reports.push(report);
      if (isTypeReport(report)) remainingMs = 0;
    },
    reportTimeoutMs: () => remainingMs,
  });
  context.after(input.close);
  const wait = (ms: number) => {
    remainingMs = Math.max(0, remainingMs - ms);
    mock.timers.tick(ms);
  };
  return { keys, reports, wait, send: (bytes: string) => void stdin.emit('data', Buffer.from(bytes)) };
}

/** Returns the bytes in two parts, for each place between two bytes. */
const splitsOf = (bytes: string) =>
  Array.from({ length: bytes.length - 1 }, (_, index) => [bytes.slice(0, index + 1), bytes.slice(index + 1)] as const);

/** Whether a report is split after its Esc byte, which may also be the Esc key. */
const isLoneEscape = (bytes: string) => /(?:^|\x07|\\)\x1b$/.test(bytes);

for (const [name, answer] of [
  ['ended by BEL', `${colour}\x07${type}`],
  ['ended by ST', `${colour}\x1b\\${type}`],
  ['without a colour', type],
] as const) {
  test(`an answer ${name} is never read as keys, however it is split`, (context) => {
    for (const [first, second] of splitsOf(answer)) {
      const { keys, reports, send, wait } = openInput(context);
      send(`j${first}`);
      wait(isLoneEscape(first) ? 90 : 1000);
      send(`${second}k`);
      wait(1000);
      const split = JSON.stringify([first, second]);
      assert.deepEqual(keys, ['j', 'k'], split);
      assert.ok(reports.some(isTypeReport), split);
      assert.equal(reports.some(backgroundInReport), answer !== type, split);
      mock.timers.reset();
    }
  });

  test(`an answer ${name} that arrives byte by byte after seconds is never read as keys`, (context) => {
    const { keys, reports, send, wait } = openInput(context);
    send('ab');
    wait(2000);
    for (const byte of answer) {
      send(byte);
      wait(30);
    }
    send('c');
    assert.deepEqual(keys, ['a', 'b', 'c']);
    assert.ok(reports.some(isTypeReport));
  });
}

test('an answer long after the query is not read as keys, although Esc works normally by then', (context) => {
  const { keys, send, wait } = openInput(context, 0);
  for (const [first, second] of splitsOf(`${colour}\x07`).filter(([start]) => start.length >= '\x1b]11;'.length)) {
    send(first);
    wait(1000);
    send(second);
  }
  send('\x1b');
  wait(25);
  assert.deepEqual(keys, ['escape']);
});

test('keys between the two parts of the answer are read', (context) => {
  const { keys, send } = openInput(context);
  send(`${colour}\x07j\x1b[A\x1b${type}\x1bx`);
  assert.deepEqual(keys, ['j', 'up', 'escape', 'alt-x']);
});

test('while the answer may come, Esc is a key after 100 ms, and no later key is swallowed', (context) => {
  const { keys, send, wait } = openInput(context);
  send('\x1b');
  wait(50);
  assert.deepEqual(keys, [], 'this may be the start of the answer');
  send('j');
  assert.deepEqual(keys, ['escape', 'j']);
  send('\x1b');
  wait(100);
  assert.deepEqual(keys, ['escape', 'j', 'escape']);
  send(']P');
  assert.deepEqual(keys, ['escape', 'j', 'escape', ']', 'P']);
});

test('Esc waits no longer than the answer may take', (context) => {
  const { keys, send, wait } = openInput(context, 50);
  send('\x1b');
  wait(50);
  assert.deepEqual(keys, ['escape']);
});

test('after the answer, Esc is a key as soon as no sequence follows', (context) => {
  const { keys, send, wait } = openInput(context);
  send(`${colour}\x07${type}\x1b`);
  wait(25);
  assert.deepEqual(keys, ['escape']);
});

test('an answer that breaks off does not block the keyboard', (context) => {
  const { keys, send } = openInput(context);
  send(colour);
  send('q\x1b[A\x03');
  assert.deepEqual(keys, ['q', 'up', 'ctrl-c']);
});

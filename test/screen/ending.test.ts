import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import { SessionNotFound } from '../../src/session/attach/session-not-found.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, podRow } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const logged: unknown[] = [];

async function open() {
  const session = fakeSession();
  const source = { attach: async () => session };
  const screen = openScreen({ target, source, logError: (error) => logged.push(error) });
  await screen.jobs.contains('TopSpeedWindowing');
  const { terminal } = screen;
  assert.equal(terminal.isAlternate(), true);
  return { session, terminal };
}

for (const [signal, exitCode] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} restores the terminal and is printed as the reason`, async () => {
    const { session, terminal } = await open();
    process.emit(signal, signal);
    assert.deepEqual(await terminal.exit, { exitCode, lines: [`ended by ${signal}`] });
    assert.equal(terminal.isAlternate(), false);
    assert.equal(session.isClosed(), true);
    assert.match(terminal.written(), /\x1b\[\?25h(\x1b\[\?2004l)?$/);
  });
}

test('an error while drawing restores the terminal and exits with code 1', async () => {
  const { session, terminal } = await open();
  session.change({ pods: [{ ...podRow({ name: 'a-pod' }), name: undefined as never }] });
  const { exitCode, lines } = await terminal.exit;
  assert.equal(exitCode, 1);
  assert.match(lines.join(), /undefined/);
  assert.equal(logged.length, 1);
  assert.equal(terminal.isAlternate(), false);
});

test('exits when the terminal is closed', async () => {
  const { terminal } = await open();
  terminal.hangUp();
  assert.deepEqual(await terminal.exit, { exitCode: 129, lines: ['the terminal was closed'] });
});

test('exits with code 3 and suggests a similar name for an unknown session', async () => {
  const attach = async () => {
    throw new SessionNotFound('my-frist', 'flink', { nearest: ['my-first'], otherNamespaces: [], leftovers: [] });
  };
  const { exitCode, lines } = await openScreen({ target, source: { attach } }).terminal.exit;
  assert.equal(exitCode, 3);
  assert.deepEqual(lines.slice(0, 2), [
    'no session cluster my-frist found in namespace flink',
    'Did you mean my-first?',
  ]);
});

test('exits with code 5 and the address of an unreachable API server', async () => {
  const attach = async () => {
    throw new KubernetesError('unreachable', 'cannot reach https://127.0.0.1:6443: connection refused');
  };
  const { exitCode, lines } = await openScreen({ target, source: { attach } }).terminal.exit;
  assert.equal(exitCode, 5);
  assert.match(lines.join(), /127\.0\.0\.1:6443/);
});

test('a screen reader gets plain text without the alternate screen', async () => {
  const source = { attach: async () => fakeSession() };
  const { terminal } = openScreen({ target, source, env: { INK_SCREEN_READER: 'true' } });
  await terminal.sees('TopSpeedWindowing');
  assert.equal(terminal.isAlternate(), false);
  assert.doesNotMatch(terminal.text(), /[┏┃┗┌│└]/);
});

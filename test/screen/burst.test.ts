import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, podRow, sessionSnapshot } from '../support/session.ts';
import { head } from './open-logs.ts';

const up = '\x1b[A';
const down = '\x1b[B';
const backspace = '\x7f';
const escapeKey = '\x1b';
const repeat = (key: string, times: number) => Array.from({ length: times }, () => key);

/** 500 keys for every kind of view: panes, prompts, and lists that Ink draws. */
const keys = [
  ...repeat('j', 215),
  ...repeat(up, 115),
  ...repeat(down, 40),
  ...repeat('k', 20),
  ...['/', ...'tm-1', 'é', '漢', '🚀', 'x', ...repeat(backspace, 4), '2', '\r'],
  ...repeat('j', 5),
  ...['2', 'j', '\t', '\t', '2', '3'],
  ...['+', '+', '+', '-', 'l', 'e', '-'],
  ...['c', 'j', 'j', '\r', 'k', 'k', '\r', 'c'],
  ...['&', '!', ...'heartbeat', '\r'],
  ...['&', ...'Größe', ' ', '漢字', '\r', backspace],
  ...['l', 'j', 'k', 'k', '\r'],
  ...['/', ...'line 1', '\r', 'n', 'n', 'N'],
  ...['1', 'k', 'j', '?', 'j', 'q', ...repeat('1', 3)],
  ...['v', 'q', 'F', 'q'],
  ...[':', ...'logs --level WARN'],
];

test('a burst of 500 keys in one write loses none', async () => {
  const pods = Array.from({ length: 300 }, (_, index) => podRow({ name: `my-first-flink-cluster-tm-${index}` }));
  const session = fakeSession(sessionSnapshot({ pods, leader: pods[0]?.name }));
  const pod = pods[125];
  const log = session.logs.open({ uid: pod?.uid ?? '', pod: pod?.name ?? '', container: 'flink-main-container' });
  log.setState({ state: 'following' });
  for (let index = 1; index <= 30; index += 1)
    log.write(Buffer.from(`1970-01-01T00:00:${index + 10}.000000000Z ${head('ERROR', 'Task', `line ${index}.`)}\n`));
  const screen = openScreen({
    target: { clusterId: 'my-first-flink-cluster' },
    source: { attach: async () => session },
  });
  await screen.pods.isTitled('1 Pods (300)');
  await screen.pods.contains(/^▶ tm-0 /m);
  assert.equal(keys.length, 500);
  screen.type(keys.join(''));
  await screen.commandLine.shows(':logs --level WARN');
  screen.type(escapeKey);
  await screen.terminal.until('the command line to close', () => !screen.commandLine.isOpen());
  await screen.pods.isTitled('1 Pods (11 of 300) /tm-12');
  await screen.pods.contains(/^▶ tm-125 /m);
  await screen.jobs.contains(/^▷ WordCount /m);
  await screen.logs.isTitled('3 Logs of tm-125 · paused, 0 new · INFO+ · !"heartbeat"');
  await screen.logs.contains(/^▶Task - line 1\.$/m);
});

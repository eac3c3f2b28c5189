import { test } from 'node:test';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession } from '../support/session.ts';
import { openLogs } from './open-logs.ts';

const target = { clusterId: 'my-first-flink-cluster' };

async function open() {
  const session = fakeSession();
  const screen = openScreen({ target, source: { attach: async () => session } });
  await screen.pods.isTitled('1 Pods (3)');
  return screen;
}

test('the list filter recalls earlier filters, applies them and keeps the draft', async () => {
  const screen = await open();
  for (const text of ['1-1', 'idle', '1-1']) {
    await screen.pods.filter(text);
    screen.press('screen.back');
  }
  await screen.pods.press('pods.filter');
  screen.filterPrompt.type('lead');
  await screen.pods.isTitled('1 Pods (1 of 3) /lead');
  for (const [key, text] of [
    ['up', '1-1'],
    ['ctrl-p', 'idle'],
    ['up', 'idle'],
    ['ctrl-n', '1-1'],
    ['down', 'lead'],
  ] as const) {
    screen.press(['up', 'ctrl-p'].includes(key) ? 'filter.older' : 'filter.newer', key);
    await screen.filterPrompt.shows(`/${text}`);
    await screen.pods.isTitled(`1 Pods (1 of 3) /${text}`);
  }
  screen.filterPrompt.close();
  await screen.jobs.press('jobs.filter');
  screen.press('filter.older');
  await screen.filterPrompt.shows('/');
});

test('! excludes rows', async () => {
  const screen = await open();
  await screen.pods.filter('!taskmanager');
  await screen.pods.shows([/^▶ 7d9c8b6f4-x2x9k /]);
  await screen.pods.press('pods.filter');
  screen.filterPrompt.clear();
  screen.filterPrompt.type('!');
  await screen.pods.isTitled('1 Pods (3 of 3) /!');
});

test('log search, log filter and time each recall their own lines', async () => {
  const { screen, write } = await openLogs();
  write('a line');
  await screen.logs.contains('a line');
  await screen.logs.search('line');
  await screen.logs.filter('a');
  await screen.logs.filter('~line$');
  await screen.logs.goToTime('-10m');
  for (const [action, ...lines] of [
    ['log.search', '/line'],
    ['log.filter', '&~line$', '&a'],
    ['log.go-to-time', '@-10m'],
  ] as const) {
    await screen.logs.press(action);
    for (const line of lines) {
      screen.press('log-prompt.older');
      await screen.logPrompt.shows(line);
    }
    screen.logPrompt.close();
  }
});

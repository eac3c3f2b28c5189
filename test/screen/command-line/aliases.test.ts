import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../../support/session.ts';

async function open() {
  const session = fakeSession(sessionSnapshot(), { jobs: async () => [jobOverview({ name: 'Listed' })] });
  const screen = openScreen({
    target: { clusterId: 'my-first-flink-cluster' },
    source: { attach: async () => session },
  });
  await screen.jobs.contains('TopSpeedWindowing');
  return { screen, session };
}

for (const line of ['exit', 'q!']) {
  test(`:${line} quits, as quit does`, async () => {
    const { screen } = await open();
    screen.commandLine.run(line);
    assert.deepEqual(await screen.terminal.exit, { exitCode: 0, lines: [] });
  });
}

test(':jobs and :pods go to the panes, also from a page and while the servers do not respond', async () => {
  const { screen, session } = await open();
  const stale = { state: 'stale', since: 0, reason: 'timeout', nextTryAt: undefined } as const;
  session.change({ links: { kubernetes: stale, rest: stale } });
  await screen.header.shows('stale');
  screen.commandLine.run('jobs');
  await screen.jobs.isFocused();
  screen.commandLine.run('pods');
  await screen.pods.isFocused();
  await screen.jobs.press('job.open');
  await screen.job.isTitled(/^2 Jobs › /);
  screen.commandLine.run('pods');
  await screen.pods.isFocused();
  await screen.job.isClosed();
});

test(':jobs with an option prints the list', async () => {
  const { screen } = await open();
  screen.commandLine.run('jobs --all');
  await screen.result.shows(/RUNNING .* Listed/);
});

test('an alias is completed, suggested after a typing mistake, and shown in the help', async () => {
  const { screen } = await open();
  screen.press('command-line.open');
  screen.commandLine.type('exi');
  screen.press('command-line.complete');
  await screen.commandLine.shows(':exit ');
  screen.commandLine.close();
  screen.commandLine.run('exut');
  await screen.footer.shows('Did you mean exit?');
  await screen.commandLine.replace('help exit');
  await screen.result.shows('quit: Quit (the cluster keeps running)', 'Aliases: exit, q!');
});

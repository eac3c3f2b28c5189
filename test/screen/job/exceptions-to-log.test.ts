import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Demo } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import type { ScreenTarget } from '../../../src/screen/state/screen-state.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { watchSession } from '../../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';

let demo: Demo;
before(async () => {
  demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  demo.submitJob('orders', { checkpoints: true, failEveryMs: 60_000 });
});
after(() => demo.close());

async function open() {
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const source = {
    attach: async ({ clusterId, namespace = demo.namespace }: ScreenTarget, signal: AbortSignal) => {
      const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
      return watchSession(await connectSession(kubernetes, { clusterId, namespace }, signal));
    },
  };
  const screen = openScreen({ target, source }, { columns: 120, rows: 40 });
  await screen.jobs.contains('orders');
  return screen;
}

type Screen = Awaited<ReturnType<typeof open>>;

const inputOf = (text: string): string | undefined =>
  /NumberFormatException: For input string: ("[^"]*")/.exec(text)?.[1];

/** Returns what the exception of the shown stack trace names. */
async function shownInput({ job, terminal }: Screen): Promise<string> {
  await job.isTitled('2 Jobs › orders › NumberFormatException');
  await job.shows(/^ Stack trace \d+ lines/m, /^ +at Trouble\$Work\.parse\(Trouble\.java:315\)$/m);
  const input = inputOf(terminal.rows().join('\n'));
  assert.ok(input);
  return input;
}

/** Waits until the cursor is on the line of this failure in the log of the TaskManager. */
async function isOnLine({ logs }: Screen, input: string): Promise<void> {
  await logs.isTitled(/^3 Logs of taskmanager-1-\d+ · paused/);
  await logs.contains(`▶Caused by: java.lang.NumberFormatException: For input string: ${input}`);
}

test('E, Enter and Enter go from the first screen to the line of the exception in the log of its pod', async () => {
  const screen = await open();
  screen.terminal.keys('E');
  await screen.job.shows(/^▶ \d+× NumberFormatException: For input string/m);
  screen.terminal.keys('\r');
  const input = await shownInput(screen);
  screen.terminal.keys('\r');
  await isOnLine(screen, input);
});

const bytes: { readonly [key: string]: string } = { Enter: '\r' };

test('the screen names each key on the way', async () => {
  const screen = await open();
  /** Presses the key that the footer names for this action. */
  const pressNamed = async (hint: string) => {
    const key = () => new RegExp(`(?:^| )(\\S+) ${hint}(?: |$)`).exec(screen.terminal.rows().at(-1) ?? '')?.[1];
    await screen.terminal.until(`a key for ${hint}`, () => key() !== undefined);
    const named = key() ?? '';
    screen.terminal.keys(bytes[named] ?? named);
  };
  await pressNamed('exceptions');
  await screen.job.shows(/^▶ \d+× NumberFormatException/m);
  await pressNamed('stack trace');
  const input = await shownInput(screen);
  await pressNamed('log');
  await isOnLine(screen, input);
});

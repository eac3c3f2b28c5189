// Draws the animation of the README on the demo cluster: a sick job, its cause, the line of the log, and the fix.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startDemo } from '../src/demo/start-demo.ts';
import { connectKubernetes } from '../src/kubernetes/connect.ts';
import type { ScreenTarget } from '../src/screen/state/screen-state.ts';
import { connectSession } from '../src/session/attach/connect.ts';
import { watchSession } from '../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../test/support/demo-kubeconfig.ts';
import { mountScreen, type TestTerminal } from '../test/support/mount-screen.ts';
import { bytesOf, keyOf } from '../test/support/screen-driver/keys.ts';
import { darkPalette, type Frame, textRows, toAnimatedSvg } from './terminal-svg.ts';

const size = { columns: 110, rows: 30 } as const;
const title = 'flink-tui finds a failing job, its cause and the line of its log, and stops it';
const job = 'Order enrichment';

type Step = {
  /** The actions whose keys are pressed. */
  readonly actions: readonly string[];
  readonly see: string | RegExp;
  readonly caption: string;
  readonly seconds: number;
};

const steps: readonly Step[] = [
  { actions: [], see: /restart/, caption: 'The sickest job is the first one', seconds: 4 },
  {
    actions: ['pane.jobs', 'job.open'],
    see: `2 Jobs › ${job}`,
    caption: 'Enter: what is wrong with it',
    seconds: 5,
  },
  {
    actions: ['job.exceptions'],
    see: /SocketTimeout/,
    caption: 'E: its failures, grouped by root cause',
    seconds: 4,
  },
  {
    actions: ['job.open-failure'],
    see: /Caused by|at org\.|at com\.|at java/,
    caption: 'Enter: the stack trace',
    seconds: 4,
  },
  { actions: ['job.failure-log'], see: /3 Logs/, caption: 'Enter: the line in the log of its pod', seconds: 5 },
  {
    actions: ['pane.jobs', 'job.cancel'],
    see: /Cancel/,
    caption: 'x: cancel it, and see first what that means',
    seconds: 4,
  },
  // A dialog can be confirmed a moment after it opens, which is not in the picture.
  {
    actions: ['dialog.move', 'dialog.choose'],
    see: /Order enrichment +canceled[\s\S]*╭─/,
    caption: 'Done: the toast says what happened',
    seconds: 5,
  },
];

/** Returns the animated SVG. It differs at each run, because the demo cluster is live. */
export async function drawAnimation(): Promise<string> {
  const demo = await startDemo();
  const journal = { root: await mkdtemp(join(tmpdir(), 'flink-tui-journal-')), by: 'ann@laptop' };
  const attach = async ({ clusterId, namespace = demo.namespace }: ScreenTarget, signal: AbortSignal) => {
    const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
    return watchSession(await connectSession(kubernetes, { clusterId, namespace }, signal), { journal });
  };
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const screen = mountScreen({ source: { attach }, target, theme: 'dark' }, size);
  try {
    const frames: Frame[] = [];
    for (const step of steps) frames.push(await take(screen, step));
    return toAnimatedSvg(screen.terminal, title, darkPalette, frames);
  } finally {
    await screen.close();
    await demo.close();
    await rm(journal.root, { recursive: true, force: true });
  }
}

async function take(screen: TestTerminal, { actions, see, caption, seconds }: Step): Promise<Frame> {
  for (const action of actions) {
    screen.keys(bytesOf(keyOf(action)));
    await settle(screen);
  }
  await screen.sees(see);
  await settle(screen);
  return { elements: textRows(screen.terminal, darkPalette), seconds, caption };
}

/** Waits until two reads show the same text. New log lines delay a picture by at most a second. */
async function settle(screen: TestTerminal): Promise<void> {
  const deadline = performance.now() + 1000;
  let before = '';
  while (before !== screen.text() && performance.now() < deadline) {
    before = screen.text();
    await pause(100);
  }
}

import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyTools } from '../../../src/screen/terminal/native-copy.ts';
import { eventually } from '../../support/eventually.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession } from '../../support/session.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

for (const [where, env, platform, tools] of [
  ['macOS', {}, 'darwin', ['pbcopy']],
  ['Windows', {}, 'win32', ['clip']],
  ['Wayland', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, 'linux', ['wl-copy']],
  ['X11', { DISPLAY: ':0' }, 'linux', ['xclip', 'xsel']],
  ['a console', {}, 'linux', []],
  ['tmux in X11', { TMUX: '/tmp/tmux,1,0', DISPLAY: ':0' }, 'linux', ['tmux', 'xclip', 'xsel']],
  ['SSH with X11 forwarding', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22', DISPLAY: ':10' }, 'linux', []],
  ['tmux over SSH', { SSH_TTY: '/dev/pts/1', TMUX: '/tmp/tmux,1,0' }, 'linux', ['tmux']],
] as const) {
  test(`copies in ${where} with ${tools.join(', ') || 'no program'}`, () => {
    assert.deepEqual(
      copyTools(env, platform).map(([file]) => file),
      tools,
    );
  });
}

test('a copied text reaches the program without control characters', async (context) => {
  const folder = await temporaryFolder(context);
  const copied = join(folder, 'copied');
  await writeFile(join(folder, 'wl-copy'), `#!/bin/sh\ncat > ${copied}.part && mv ${copied}.part ${copied}\n`);
  await chmod(join(folder, 'wl-copy'), 0o755);
  const env = { WAYLAND_DISPLAY: 'wayland-0', PATH: `${folder}:${process.env.PATH}` };
  const session = fakeSession();
  const target = { clusterId: 'my-first-flink-cluster' };
  const screen = openScreen({ target, source: { attach: async () => session }, env });
  await screen.pods.select('taskmanager-1-1');
  screen.type('yy');
  await screen.copied('my-first-flink-cluster-taskmanager-1-1');
  const read = () => readFile(copied, 'utf8').catch(() => undefined);
  let text: string | undefined;
  await eventually('the copied text', async () => {
    text = await read();
    return text !== undefined;
  });
  assert.equal(text, 'my-first-flink-cluster-taskmanager-1-1');
});

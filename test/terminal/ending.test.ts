import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { programFile, startProgram } from '../support/program.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo({ speed: 10 });
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

/** Makes the program throw where nobody catches, on SIGUSR2: the error of a bug, from outside. */
const throwing = 'data:text/javascript,process.on("SIGUSR2",()=>setImmediate(()=>{throw new Error("a%20bug")}))';

/** Runs the program from a shell that notes the terminal's settings before and after. */
async function endBy(end: (program: ReturnType<typeof startProgram>, pid: number) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-stty-'));
  const script = `echo on the shell; stty -a >${folder}/before; "$@" & echo $! >${folder}/pid; fg >/dev/null; echo "code $?"; stty -a >${folder}/after; read -r answer`;
  const program = startProgram([], {
    columns: 80,
    rows: 24,
    env: { NODE_OPTIONS: `--import=${throwing}`, XDG_STATE_HOME: folder },
    command: {
      file: 'bash',
      args: [
        '-c',
        `set -m; ${script}`,
        'bash',
        process.execPath,
        programFile,
        'attach',
        demo.clusterId,
        '--kubeconfig',
        kubeconfig,
      ],
    },
  });
  await program.sees('RUNNING');
  assert.equal(program.isAlternate(), true);
  end(program, Number(readFileSync(join(folder, 'pid'), 'utf8')));
  await program.sees(/code \d+/);
  const screen = program.screen();
  const state = { alternate: program.isAlternate(), cursorHidden: hidesCursor(program) };
  program.press('\r');
  await program.exited;
  const settings = (name: string) => readFileSync(join(folder, name), 'utf8');
  assert.equal(settings('after'), settings('before'), 'stty -a');
  assert.deepEqual(state, { alternate: false, cursorHidden: false });
  assert.match(screen, /on the shell/, 'what was on the screen is there again');
  return screen;
}

function hidesCursor({ terminal }: ReturnType<typeof startProgram>): boolean {
  const core = (terminal as unknown as { _core: { coreService: { isCursorHidden: boolean } } })._core;
  return core.coreService.isCursorHidden;
}

test('q gives the terminal back, exit code 0', async () => {
  assert.match(await endBy((program) => program.press('q')), /code 0/);
});

test('Ctrl-C gives the terminal back', async () => {
  assert.match(await endBy((program) => program.press('\x03')), /code (0|130)/);
});

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} gives the terminal back, and says so`, async () => {
    const screen = await endBy((_, pid) => process.kill(pid, signal));
    assert.match(screen, new RegExp(`code ${code}`));
    assert.match(screen, new RegExp(signal));
  });
}

test('an error of ours gives the terminal back, and is told without a stack trace', async () => {
  const screen = await endBy((_, pid) => process.kill(pid, 'SIGUSR2'));
  assert.match(screen, /a bug/);
  assert.match(screen, /code 1/);
  assert.doesNotMatch(screen, /\bat .*:\d+:\d+/);
});

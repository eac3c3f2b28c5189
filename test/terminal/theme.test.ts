import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { type Program, programFile, startProgram } from '../support/program.ts';
import { stateFolder } from '../support/state-folder.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo();
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

/** A shell that runs the program, then shows the input that the program has left. The test runner sets FORCE_COLOR. */
const script = `
unset FORCE_COLOR
"$@" 2>/dev/null
echo "code $?"
IFS= read -r -s -t 1 -n 1 left
printf 'left [%q]\\n' "$left"
read -r line`;

/** The built program in a terminal that answers queries only when the test says so. */
async function start(context: TestContext) {
  const attach = [process.execPath, programFile(), 'attach', demo.clusterId, '--kubeconfig', kubeconfig];
  const program = startProgram([], {
    env: { XDG_STATE_HOME: stateFolder(), COLORTERM: 'truecolor', COLORFGBG: '', FLINK_TUI_THEME: '' },
    command: { file: 'bash', args: ['-c', script, 'bash', ...attach] },
  });
  context.after(program.hangUp);
  const asked = new Promise<void>((resolve) => {
    program.terminal.parser.registerOscHandler(11, () => true);
    program.terminal.parser.registerCsiHandler({ final: 'c' }, () => {
      resolve();
      return true;
    });
  });
  await asked;
  return program;
}

/** Returns whether the focused pane has a 24-bit colour, as in the themes dark and light. */
function isColoured({ terminal, rows }: Program): boolean {
  const row = rows().findIndex((text) => text.startsWith('┏'));
  return row >= 0 && terminal.buffer.active.getLine(row)?.getCell(0)?.isFgRGB() === true;
}

test('an answer of the terminal is not read as keys, and its colour selects the theme', async (context) => {
  const program = await start(context);
  program.press('\x1b]');
  await program.sees('┏━ 1 Pods');
  assert.equal(isColoured(program), false);
  program.press('11;rgb:1e1e/1e1e');
  program.press('/1e1e\x07\x1b[?62');
  program.press(';22c:list');
  await program.sees(/^:list\b/m);
  await program.sees(() => isColoured(program));
});

test('an answer that arrives while the program ends is not left for the shell', async (context) => {
  const program = await start(context);
  program.press('\x03');
  await program.sees('┏━ 1 Pods');
  program.press('\x1b]11;rgb:1e1e/1e1e/1e1e\x07\x1b[?62;22c');
  await program.sees("left ['']");
  assert.match(program.screen(), /^code 130$/m);
});

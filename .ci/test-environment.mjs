// Isolates test runs from the user's shell and home directory. A test sets the variables that it depends on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const shellVariables = ['CI', 'NO_COLOR', 'FORCE_COLOR', 'KUBECONFIG', 'TMUX', 'TERM_PROGRAM', 'COLORTERM'];
const userVariables = [
  'LC_ALL',
  'LC_CTYPE',
  'LANG',
  'INK_SCREEN_READER',
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
];

/** Creates an environment with its own XDG directories. `remove` deletes these directories. */
export function testEnvironment() {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-tests-'));
  const environment = { ...process.env };
  const isSetting = (name) => name.startsWith('FLINK_TUI_') && !name.startsWith('FLINK_TUI_TEST_');
  for (const name of [...shellVariables, ...userVariables, ...Object.keys(environment).filter(isSetting)]) {
    delete environment[name];
  }
  for (const kind of ['CONFIG', 'STATE', 'CACHE']) environment[`XDG_${kind}_HOME`] = join(folder, kind.toLowerCase());
  return { environment, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

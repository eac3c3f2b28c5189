// What a test run is given: a test says what it depends on, and what the person's shell or home has set is none of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ofTheShell = ['CI', 'NO_COLOR', 'FORCE_COLOR', 'KUBECONFIG', 'TMUX', 'TERM_PROGRAM', 'COLORTERM'];
const ofThePerson = [
  'LC_ALL',
  'LC_CTYPE',
  'LANG',
  'INK_SCREEN_READER',
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
];

/** An environment with folders of its own; `remove` takes away what was left in them. */
export function testEnvironment() {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-tests-'));
  const environment = { ...process.env };
  const isSetting = (name) => name.startsWith('FLINK_TUI_') && !name.startsWith('FLINK_TUI_TEST_');
  for (const name of [...ofTheShell, ...ofThePerson, ...Object.keys(environment).filter(isSetting)]) {
    delete environment[name];
  }
  for (const kind of ['CONFIG', 'STATE', 'CACHE']) environment[`XDG_${kind}_HOME`] = join(folder, kind.toLowerCase());
  return { environment, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

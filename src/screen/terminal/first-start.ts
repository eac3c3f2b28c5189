import { keyName } from '../state/key-names.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';

const name = 'first-start';

/** Shows the most useful keys when flink-tui starts for the first time on this computer. */
export async function showFirstHint(screen: Screen): Promise<void> {
  const { local, store, signal } = screen;
  if (local === undefined || (await local.read(name)) !== undefined || signal.aborted) return;
  const key = (action: string) => keyName(store.getState(), action);
  const text = [
    `${key('help.open')} shows all keys`,
    `${key('session.why')} says what is wrong`,
    `${key('command-line.open')} runs a command`,
    `${key('session.quit')} quits`,
  ].join(', ');
  showMessage(screen, `Welcome: ${text}`);
  await local.write(name, `${new Date(screen.now()).toISOString()}\n`);
}

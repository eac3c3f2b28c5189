import { afterEach } from 'node:test';
import { mountScreen, type TestTerminal } from './mount-screen.ts';

const open = new Set<TestTerminal>();
afterEach(async () => {
  for (const terminal of open) await terminal.close();
  open.clear();
});

/** Mounts the whole screen on a terminal in memory and closes it when the test ends. */
export const openTerminal: typeof mountScreen = (options, size) => {
  const terminal = mountScreen(options, size);
  open.add(terminal);
  return terminal;
};

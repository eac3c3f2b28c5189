import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import { showMessage } from './state/run/show-message.ts';
import type { Screen } from './state/screen.ts';
import type { SuspendTerminal } from './state/screen-terminal.ts';

/** Maximum time until SIGTSTP stops the process. The stop itself has no limit. */
const stopTimeoutMs = 100;

/** Handles SIGTSTP, which Ctrl-Z also sends, and SIGCONT. */
export function handleSuspend(screen: Screen, suspendTerminal: SuspendTerminal): () => void {
  let continued: PromiseWithResolvers<true> | undefined;
  const stop = async () => {
    const stopping = Promise.withResolvers<true>();
    continued = stopping;
    // The default action stops the process, except in an orphaned process group. SIGSTOP would stop such a group too.
    process.off('SIGTSTP', onStop);
    process.kill(0, 'SIGTSTP');
    await Promise.race([stopping.promise, pause(stopTimeoutMs)]);
    const hasStopped = await Promise.race([stopping.promise, immediate(false)]);
    process.on('SIGTSTP', onStop);
    continued = undefined;
    if (hasStopped)
      process.kill(process.pid, 'SIGWINCH'); // The process gets no SIGWINCH for a resize while in the background.
    else showMessage(screen, 'cannot suspend: no shell to return to', 'warning');
  };
  const onStop = () => suspend(stop);
  // SIGCONT may also follow a SIGSTOP. Other programs may have used the terminal in between.
  const onContinue = () => (continued === undefined ? suspend(async () => {}) : continued.resolve(true));
  const suspend = (during: () => Promise<void>) => {
    // Another program has the terminal, and its keys do not stop this one.
    if (!screen.terminal.isLent()) void suspendTerminal(during).catch(screen.log);
  };
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', onContinue);
  return () => {
    process.off('SIGTSTP', onStop);
    process.off('SIGCONT', onContinue);
  };
}

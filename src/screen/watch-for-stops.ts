import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { showMessage } from './state/run/show-message.ts';
import type { Screen } from './state/screen.ts';

/** A stop comes at once, and the time for which a process is stopped does not count. */
const stopsWithinMs = 100;

/** Gives the terminal back as it was, and takes it again, painted anew, once the promise is settled. */
type GiveTerminal = (during: () => Promise<void>) => Promise<void>;

/** SIGTSTP, which Ctrl-Z is too, and the way back; also from a SIGSTOP, after which others have used the terminal. */
export function watchForStops(screen: Screen, giveTerminal: GiveTerminal): () => void {
  let continued: PromiseWithResolvers<true> | undefined;
  const stop = async () => {
    const stopping = Promise.withResolvers<true>();
    continued = stopping;
    // By default it stops the process; not where no shell would let it go on again, which SIGSTOP does not ask.
    process.off('SIGTSTP', onStop);
    process.kill(0, 'SIGTSTP');
    await Promise.race([stopping.promise, pause(stopsWithinMs)]);
    const hasStopped = await Promise.race([stopping.promise, nextTurn(false)]);
    process.on('SIGTSTP', onStop);
    continued = undefined;
    if (hasStopped)
      process.kill(process.pid, 'SIGWINCH'); // another size is told to the foreground alone
    else showMessage(screen, 'no shell waits in the background: q leaves', 'warning');
  };
  const onStop = () => give(stop);
  const onContinue = () => (continued === undefined ? give(async () => {}) : continued.resolve(true));
  const give = (during: () => Promise<void>) => void giveTerminal(during).catch(screen.log);
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', onContinue);
  return () => {
    process.off('SIGTSTP', onStop);
    process.off('SIGCONT', onContinue);
  };
}

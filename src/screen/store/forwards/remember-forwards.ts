import type { Plan } from '../../../commands/command.ts';
import { describeError } from '../../../commands/describe-error.ts';
import { describeTarget } from '../../../commands/port-forward/describe-forward.ts';
import { createForwardMemory } from '../../../commands/port-forward/forward-memory.ts';
import type { ForwardRequest } from '../../../session/forwards/forward.ts';
import type { Session } from '../../../session/session.ts';
import { emptyLine } from '../../keys/edit-line.ts';
import { openLayerBelow, type Screen, say } from '../screen.ts';

/**
 * Keeps in mind which forwards are open, and offers them at the next attachment, or opens them, as it was set. Those
 * that were not wanted back are forgotten once others are opened.
 */
export function rememberForwards(screen: Screen, { connection }: Session): () => void {
  const { local, rememberForwards: mode } = screen;
  if (local === undefined || mode === 'never') return () => {};
  const { forwards } = connection;
  const memory = createForwardMemory(local, connection);
  let known = '';
  const keep = () => {
    const open = forwards.list();
    const ids = open.map(({ id }) => id).join();
    if (ids !== known) void memory.keep(open);
    known = ids;
  };
  const unsubscribe = forwards.subscribe(keep);
  void memory.recall().then((requests) => {
    if (requests.length === 0 || screen.signal.aborted) return;
    const open = () => void openAll(screen, connection.forwards.start, requests);
    if (mode === 'always') open();
    else
      openLayerBelow(screen, {
        kind: 'dialog',
        plan: offer(requests),
        typed: emptyLine,
        complaint: undefined,
        confirm: open,
      });
  });
  return unsubscribe;
}

function offer(requests: readonly ForwardRequest[]): Plan {
  return {
    title:
      requests.length === 1 ? 'open the forward of last time' : `open the ${requests.length} forwards of last time`,
    lines: requests.map(({ address, localPort, target }) => `${address}:${localPort} to ${describeTarget(target)}`),
    warnings: [],
    confirmation: { kind: 'yes' },
  };
}

async function openAll(
  screen: Screen,
  start: Session['connection']['forwards']['start'],
  requests: readonly ForwardRequest[],
): Promise<void> {
  const opened: string[] = [];
  for (const request of requests) {
    try {
      opened.push((await start(request)).url);
    } catch (error) {
      if (screen.signal.aborted) return;
      say(screen, describeError(error).message, 'warning');
    }
  }
  if (opened.length > 0) say(screen, `opened again: ${opened.join(', ')}`, 'ok');
}

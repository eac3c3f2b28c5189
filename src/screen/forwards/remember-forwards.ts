import { describeForwardTarget } from '../../commands/port-forward/describe-forward.ts';
import { createSavedForwards } from '../../commands/port-forward/saved-forwards.ts';
import { warnAboutAddresses } from '../../commands/port-forward/warn-about-addresses.ts';
import type { Plan } from '../../commands/record/command.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import type { ForwardRequest } from '../../session/forwards/forward.ts';
import type { Session } from '../../session/session.ts';
import { openConfirmation } from '../state/run/open-confirmation.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';

/**
 * Keeps in mind which forwards are open, and offers them at the next attachment, or opens them, as it was set; but what
 * others reach is asked about each time. Those that were not wanted back are forgotten once others are opened.
 */
export function rememberForwards(screen: Screen, { connection }: Session): () => void {
  const { local, rememberForwards: mode } = screen;
  if (local === undefined || mode === 'never') return () => {};
  const { forwards } = connection;
  const memory = createSavedForwards(local, connection);
  let known = '';
  const keep = () => {
    const open = forwards.list();
    const ids = open.map(({ id }) => id).join();
    if (ids !== known) void memory.save(open);
    known = ids;
  };
  const unsubscribe = forwards.subscribe(keep);
  void memory.load().then((requests) => {
    if (screen.signal.aborted) return;
    const open = (chosen: readonly ForwardRequest[]) => void openAll(screen, forwards.start, chosen);
    const isAsked = ({ address }: ForwardRequest) => mode === 'ask' || warnAboutAddresses([address]).length > 0;
    const [asked, others] = [requests.filter(isAsked), requests.filter((request) => !isAsked(request))];
    open(others);
    if (asked.length > 0) openConfirmation(screen, offer(asked), () => open(asked));
  });
  return unsubscribe;
}

function offer(requests: readonly ForwardRequest[]): Plan {
  return {
    title:
      requests.length === 1 ? 'open the forward of last time' : `open the ${requests.length} forwards of last time`,
    lines: requests.map(
      ({ address, localPort, target }) => `${address}:${localPort} to ${describeForwardTarget(target)}`,
    ),
    warnings: warnAboutAddresses(requests.map(({ address }) => address)),
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
      showMessage(screen, describeError(error).message, 'warning');
    }
  }
  if (opened.length > 0) showMessage(screen, `opened again: ${opened.join(', ')}`, 'ok');
}

import { createSavedForwards } from '../../commands/port-forward/saved-forwards.ts';
import { warnAboutAddresses } from '../../commands/port-forward/warn-about-addresses.ts';
import type { Answers, Plan } from '../../commands/record/command.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import { describeForwardTarget } from '../../session/forwards/describe-target.ts';
import type { ForwardRequest } from '../../session/forwards/forward.ts';
import type { Session } from '../../session/session.ts';
import { openConfirmation } from '../state/run/open-confirmation.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';

/**
 * Saves the open forwards and restores them on the next attach, after a confirmation if needed. Declined forwards are
 * forgotten when another forward is opened.
 */
export function rememberForwards(screen: Screen, { connection }: Session): () => void {
  const { local, rememberForwards: mode } = screen;
  if (local === undefined || mode === 'never') return () => {};
  const { forwards } = connection;
  const memory = createSavedForwards(local, connection);
  let savedIds = '';
  const save = () => {
    const open = forwards.list();
    const ids = open.map(({ id }) => id).join();
    if (ids !== savedIds) void memory.save(open);
    savedIds = ids;
  };
  const unsubscribe = forwards.subscribe(save);
  void memory.load().then((requests) => {
    if (screen.signal.aborted) return;
    const kept = screen.store.getState().keptForwards.flatMap(({ list }) => list);
    const closed = requests.filter(({ localPort }) => !kept.some((forward) => forward.localPort === localPort));
    const open = (accepted: readonly ForwardRequest[]) => void openAll(screen, forwards.start, accepted);
    // An address that other computers can reach always needs a confirmation.
    const needsConfirmation = ({ address }: ForwardRequest) =>
      mode === 'ask' || warnAboutAddresses([address]).length > 0;
    const [unconfirmed, confirmed] = [
      closed.filter(needsConfirmation),
      closed.filter((request) => !needsConfirmation(request)),
    ];
    open(confirmed);
    if (unconfirmed.length > 0) {
      openConfirmation(screen, restorePlan(unconfirmed), { confirm: () => open(unconfirmed) });
    }
  });
  return unsubscribe;
}

function restorePlan(requests: readonly ForwardRequest[]): Plan {
  return {
    title:
      requests.length === 1
        ? 'Restore the previous port forward'
        : `Restore the ${requests.length} previous port forwards`,
    lines: requests.map(
      ({ address, localPort, target }) => `${address}:${localPort} to ${describeForwardTarget(target)}`,
    ),
    warnings: warnAboutAddresses(requests.map(({ address }) => address)),
    confirmation: { kind: 'yes', ...answersFor(requests.length) },
  };
}

function answersFor(count: number): Answers {
  return count === 1
    ? { confirm: 'Restore port forward', decline: 'Not now', declined: 'the port stays closed' }
    : { confirm: `Restore ${count} port forwards`, decline: 'Not now', declined: 'the ports stay closed' };
}

async function openAll(
  screen: Screen,
  start: Session['connection']['forwards']['start'],
  requests: readonly ForwardRequest[],
): Promise<void> {
  const urls: string[] = [];
  for (const request of requests) {
    try {
      urls.push((await start(request)).url);
    } catch (error) {
      if (screen.signal.aborted) return;
      showMessage(screen, describeError(error).message, 'warning');
    }
  }
  if (urls.length > 0) showMessage(screen, `Restored ${urls.join(', ')}`, 'ok');
}

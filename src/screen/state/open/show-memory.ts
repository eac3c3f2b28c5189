import { selectPods } from '../../../commands/pods/pod-selector.ts';
import type { Input } from '../../../commands/record/command.ts';
import type { Screen } from '../screen.ts';

/**
 * Opens the page of the memory, or of the memory of one pod: the screen's version of `memory`.
 * @throws CommandError for an unknown pod
 */
export function showMemory(screen: Screen, { arguments: selectors }: Input): void {
  const { snapshot, journal } = screen.store.getState();
  const pods = snapshot?.pods ?? [];
  const ended = (journal?.entries ?? []).flatMap((entry) =>
    entry.kind === 'memory' && entry.isEnd === true ? [{ name: entry.pod, uid: entry.uid }] : [],
  );
  const known = [...pods, ...ended];
  const [name] = selectors.length === 0 ? [] : selectPods([...new Set(known.map((pod) => pod.name))], selectors);
  const uid = known.find((pod) => pod.name === name)?.uid;
  screen.store.setState({ layers: [] });
  const moment = { viewId: 'memory', at: screen.now(), ...(uid !== undefined && { uid }) } as const;
  screen.views.get('memory').showAt?.(screen, moment);
}

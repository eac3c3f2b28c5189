import { selectPods } from '../../../commands/pods/pod-selector.ts';
import type { Input } from '../../../commands/record/command.ts';
import type { Screen } from '../screen.ts';

/**
 * Opens the page of a pod: the screen's version of `pod`. Of several pods with one name, opens the newest.
 * @throws CommandError for an unknown pod
 */
export function showPod(screen: Screen, { arguments: selectors }: Input): void {
  const pods = screen.store.getState().snapshot?.pods ?? [];
  const [name] = selectPods([...new Set(pods.map((pod) => pod.name))], selectors);
  // Deleted pods are last.
  const uid = pods.find((pod) => pod.name === name)?.uid;
  screen.store.setState({ layers: [] });
  if (uid !== undefined) screen.views.get('pod').showAt?.(screen, { viewId: 'pod', at: screen.now(), uid });
}

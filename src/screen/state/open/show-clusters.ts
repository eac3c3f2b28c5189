import type { ChooserListName } from '../../../commands/record/command.ts';
import { type Chooser, chooseContext, chooseNamespace, clusterKey, createChooser } from '../chooser.ts';
import { openLayerBelow } from '../layers.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';

/** Opens the chooser over all views. The name is a cluster to attach to, or the context or namespace to search. */
export function showClusters(screen: Screen, list: ChooserListName, name?: string): void {
  const { layers, stage } = screen.store.getState();
  const isOpen = stage.kind === 'picking' || layers.some(({ id }) => id === 'clusters');
  // The chooser is loaded and kept only while its view is open.
  if (!isOpen) openLayerBelow(screen, 'clusters', undefined);
  screen.store.setState((state) => ({ chooser: choosing(state.chooser ?? startOf(state), list, name) }));
}

/** Starts with the context of the attached cluster and the cursor on the cluster. */
function startOf({ stage, snapshot }: ScreenState): Chooser {
  if (stage.kind !== 'attached') return createChooser();
  const { target } = stage;
  const namespace = snapshot?.namespace ?? target.namespace;
  const cursor = namespace === undefined ? undefined : clusterKey({ namespace, clusterId: target.clusterId });
  return createChooser({ context: snapshot?.context ?? target.context, cursor });
}

function choosing(chooser: Chooser, list: ChooserListName, name: string | undefined): Chooser {
  if (name === undefined) return { ...chooser, list };
  if (list === 'contexts') return chooseContext(chooser, name);
  return list === 'namespaces' ? chooseNamespace(chooser, name) : { ...chooser, list, wanted: name };
}

/** Goes back to what was shown before the chooser. */
export function closeChooser({ store }: Pick<Screen, 'store'>): void {
  store.setState(({ layers }) => ({ layers: layers.filter(({ id }) => id !== 'clusters') }));
}

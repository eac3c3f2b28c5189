import { type Movement, moveBy } from '../draw/movement.ts';
import { chooseContext, chooseNamespace } from '../state/chooser.ts';
import type { Screen } from '../state/screen.ts';
import { chooseCluster } from './choose-cluster.ts';
import { chooserBox } from './chooser-box.ts';
import { chooserItems, cursorIndex } from './chooser-items.ts';

/** Everything that only the open chooser needs. */
export const chooserCode = { box: chooserBox, move, choose } as const;
export type ChooserCode = typeof chooserCode;

function move({ store }: Screen, movement: Movement): void {
  const state = store.getState();
  const { chooser } = state;
  if (chooser === undefined) return;
  const { shown } = chooserItems(state);
  const { height } = chooserBox(state, chooser);
  const next = shown[moveBy(cursorIndex(shown, chooser), movement, height, shown.length - 1)];
  store.setState({ chooser: { ...chooser, cursor: next?.key } });
}

/** Attaches to the cluster under the cursor, or shows the clusters of the context or namespace. */
function choose(screen: Screen): void {
  const state = screen.store.getState();
  const { chooser } = state;
  if (chooser === undefined) return;
  const { shown } = chooserItems(state);
  const item = shown[cursorIndex(shown, chooser)];
  if (item?.kind === 'cluster') chooseCluster(screen, item.cluster);
  else if (item?.kind === 'context') screen.store.setState({ chooser: chooseContext(chooser, item.context.name) });
  else if (item?.kind === 'namespace') screen.store.setState({ chooser: chooseNamespace(chooser, item.namespace) });
}

import { clusterKey } from '../state/chooser.ts';
import type { Screen } from '../state/screen.ts';
import { chooseCluster } from './choose-cluster.ts';

/** Attaches to the cluster that a command named, or says why it cannot. */
export function chooseWanted(screen: Screen): void {
  const { chooser } = screen.store.getState();
  if (chooser?.wanted === undefined || chooser.clusters.state !== 'loaded') return;
  const { wanted } = chooser;
  const matching = chooser.clusters.value.clusters.filter(
    (cluster) => wanted === cluster.clusterId || wanted === clusterKey(cluster),
  );
  const [only, ...others] = matching;
  const filter = others.length > 0 ? wanted : '';
  const notice = only === undefined ? noSuchCluster(wanted) : undefined;
  screen.store.setState({ chooser: { ...chooser, wanted: undefined, filter, notice } });
  if (only !== undefined && others.length === 0) chooseCluster(screen, only);
}

function noSuchCluster(wanted: string) {
  return {
    title: `cannot switch to ${wanted}`,
    message: 'no cluster with this id was found here',
    hints: ['Choose a cluster from the list, or another context with Tab'],
  };
}

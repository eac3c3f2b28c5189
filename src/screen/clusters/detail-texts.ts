import type { Chooser } from '../state/chooser.ts';
import type { ChooserItem, ClusterItem } from './chooser-items.ts';

/** Describes the item under the cursor, for what has no column or is cut. */
export function detailTexts(item: ChooserItem, { namespaces }: Chooser): readonly string[] {
  if (item.kind === 'cluster') return clusterTexts(item);
  if (item.kind === 'namespace') {
    return namespaces.state === 'failed' ? [`Only namespaces with clusters are listed: ${namespaces.message}`] : [];
  }
  const { server, cluster, isCurrent } = item.context;
  return [
    `cluster ${cluster}: ${server ?? 'not in the kubeconfig'}`,
    ...(item.isShown ? ['The clusters of this context are shown.'] : []),
    ...(isCurrent ? ['This is the current context of the kubeconfig.'] : []),
  ];
}

function clusterTexts({ cluster, jobs }: ClusterItem): readonly string[] {
  const { image, owner, finalizers, beingDeletedSince, clusterId, namespace, mode } = cluster;
  const facts = [
    `${namespace}/${clusterId}`,
    ...(mode === 'session' ? [] : [`${mode} cluster`]),
    ...(image === undefined ? [] : [`image ${image}`]),
    ...(owner === undefined ? [] : [`controlled by ${owner.kind} ${owner.name}`]),
    ...(beingDeletedSince === undefined || finalizers.length === 0 ? [] : [`held by ${finalizers.join(', ')}`]),
  ];
  return [facts.join(' · '), ...(jobs?.state === 'failed' ? [`jobs unknown: ${jobs.message}`] : [])];
}

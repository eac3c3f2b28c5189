import { parse, stringify } from 'yaml';
import { writtenFiles } from './objects/config-map.ts';
import type { ClusterSettings } from './settings.ts';
import type { World } from './world.ts';

/** Changes the options in the ConfigMap as `kubectl edit` does. A running JobManager does not read them. */
export function editOptions({ clock, store }: World, { clusterId, namespace }: ClusterSettings): void {
  store.update('configmaps', namespace, `flink-config-${clusterId}`, (configMap) => {
    const data = configMap.data as Record<string, string>;
    const options = parse(data['config.yaml'] ?? '') as { taskmanager: object };
    Object.assign(options.taskmanager, { numberOfTaskSlots: '2' });
    Object.assign(options, { slotmanager: { 'redundant-taskmanager-num': '1' } });
    data['config.yaml'] = stringify(options, { singleQuote: true });
    const others = Object.keys(data).filter((key) => key !== 'config.yaml');
    const created = Date.parse(String(configMap.metadata.creationTimestamp));
    const managedFields = [
      writtenFiles('flink', others, created),
      writtenFiles('kubectl-edit', ['config.yaml'], clock.now()),
    ];
    Object.assign(configMap.metadata, { managedFields });
  });
}

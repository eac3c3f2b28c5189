import { parse, stringify } from 'yaml';
import { utcTime } from '../../text/utc-time.ts';
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
    const edit = {
      manager: 'kubectl-edit',
      operation: 'Update',
      apiVersion: 'v1',
      time: utcTime(clock.now()),
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:config.yaml': {} } },
    };
    Object.assign(configMap.metadata, { managedFields: [edit] });
  });
}

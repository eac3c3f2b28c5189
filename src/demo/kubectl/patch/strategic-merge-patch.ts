import { isMap, type JsonMap, type JsonValue } from './json-value.ts';

/** The lists whose items have an identity: their items are merged by it. Any other list is replaced. */
const mergeKeys: Record<string, readonly string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  env: ['name'],
  volumeMounts: ['mountPath'],
  // Of a container, or of a Service.
  ports: ['containerPort', 'port'],
  hostAliases: ['ip'],
  conditions: ['type'],
  ownerReferences: ['uid'],
};

/** What `kubectl patch` sends unless told otherwise: a merge patch that knows lists, and `$patch: delete|replace`. */
export function strategicMergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isMap(patch)) return patch;
  const { $patch: directive, ...changes } = patch;
  if (directive === 'replace') return changes;
  const result: JsonMap = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(changes)) {
    if (key.startsWith('$')) continue;
    if (value === null || (isMap(value) && value.$patch === 'delete')) delete result[key];
    else if (Array.isArray(value)) result[key] = mergeList(key, result[key], value);
    else result[key] = strategicMergePatch(result[key], value);
  }
  return result;
}

function mergeList(field: string, target: JsonValue | undefined, patch: JsonValue[]): JsonValue {
  const old = Array.isArray(target) ? target : [];
  if (field === 'finalizers') return [...new Set([...old, ...patch])];
  const items = patch.filter(isMap);
  const mergeKey = mergeKeys[field]?.find((key) => items.some((item) => key in item));
  if (mergeKey === undefined || items.some((item) => item.$patch === 'replace')) {
    return patch.filter((item) => !isMap(item) || item.$patch === undefined);
  }
  const result = [...old];
  for (const item of items) {
    const index = result.findIndex((one) => isMap(one) && one[mergeKey] === item[mergeKey]);
    if (item.$patch === 'delete') result.splice(index, index < 0 ? 0 : 1);
    else if (index < 0) result.push(strategicMergePatch(undefined, item));
    else result[index] = strategicMergePatch(result[index], item);
  }
  return result;
}

import { isMap, type JsonMap, type JsonValue } from './json-value.ts';

/** Lists that a strategic merge patch merges by a key field of the items. The patch replaces most other lists. */
const mergeKeys: Record<string, readonly string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  env: ['name'],
  volumeMounts: ['mountPath'],
  // `containerPort` for containers, `port` for Services.
  ports: ['containerPort', 'port'],
  hostAliases: ['ip'],
  conditions: ['type'],
  ownerReferences: ['uid'],
};

/** Applies a JSON merge patch (RFC 7396). Merges maps, removes keys whose value is null, and replaces other values. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isMap(patch)) return patch;
  const result: JsonMap = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** Applies a strategic merge patch, the default of `kubectl patch`. Supports `$patch: delete` and `$patch: replace`. */
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
  const current = Array.isArray(target) ? target : [];
  if (field === 'finalizers') return [...new Set([...current, ...patch])];
  const items = patch.filter(isMap);
  const mergeKey = mergeKeys[field]?.find((key) => items.some((item) => key in item));
  if (mergeKey === undefined || items.some((item) => item.$patch === 'replace')) {
    return patch.filter((item) => !isMap(item) || item.$patch === undefined);
  }
  const result = [...current];
  for (const item of items) {
    const index = result.findIndex((candidate) => isMap(candidate) && candidate[mergeKey] === item[mergeKey]);
    if (item.$patch === 'delete') result.splice(index, index < 0 ? 0 : 1);
    else if (index < 0) result.push(strategicMergePatch(undefined, item));
    else result[index] = strategicMergePatch(result[index], item);
  }
  return result;
}

import { isDeepStrictEqual } from 'node:util';
import { isMap, type JsonMap, type JsonValue } from './json-value.ts';

type Operation = {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: JsonValue;
};

/** Applies a JSON patch (RFC 6902). Throws an Error if an operation does not fit the document. */
export function jsonPatch(target: JsonValue, operations: readonly Operation[]): JsonValue {
  const root: JsonMap = { document: structuredClone(target) };
  for (const { op, path, from = '', value = null } of operations) {
    if (op === 'add') add(root, path, value);
    else if (op === 'remove') remove(root, path);
    else if (op === 'replace') replace(root, path, value);
    else if (op === 'move') add(root, path, remove(root, from));
    else if (op === 'copy') add(root, path, structuredClone(read(root, from)));
    else if (op !== 'test') throw new Error(`Unexpected kind: ${op}`);
    else if (!isDeepStrictEqual(read(root, path), value)) throw new Error(`testing value ${path} failed`);
  }
  return root.document as JsonValue;
}

function add(root: JsonMap, path: string, value: JsonValue): void {
  const { parent, key } = findParent(root, path);
  if (!Array.isArray(parent)) parent[key] = value;
  else if (key === '-') parent.push(value);
  else parent.splice(parseIndex(parent, key, parent.length), 0, value);
}

function replace(root: JsonMap, path: string, value: JsonValue): void {
  read(root, path);
  const { parent, key } = findParent(root, path);
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else parent[key] = value;
}

function remove(root: JsonMap, path: string): JsonValue {
  const removed = read(root, path);
  const { parent, key } = findParent(root, path);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return removed;
}

function read(root: JsonMap, path: string): JsonValue {
  const { parent, key } = findParent(root, path);
  const value = Array.isArray(parent) ? parent[parseIndex(parent, key, parent.length - 1)] : parent[key];
  if (value === undefined) throw new Error(`missing path ${path}`);
  return value;
}

function findParent(root: JsonMap, path: string): { parent: JsonMap | JsonValue[]; key: string } {
  const keys = `/document${path}`
    .split('/')
    .slice(1)
    .map((pathKey) => pathKey.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = keys.pop() as string;
  let parent: JsonValue | undefined = root;
  for (const pathKey of keys) {
    parent = Array.isArray(parent) ? parent[Number(pathKey)] : isMap(parent) ? parent[pathKey] : undefined;
  }
  if (!isMap(parent) && !Array.isArray(parent)) throw new Error(`missing path ${path}`);
  return { parent, key };
}

function parseIndex(list: JsonValue[], key: string, last: number): number {
  const index = Number(key);
  if (!/^\d+$/.test(key) || index > last) throw new Error(`invalid array index ${key} of ${list.length}`);
  return index;
}

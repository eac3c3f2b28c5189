import { isDeepStrictEqual } from 'node:util';
import type { DemoObject } from '../contracts.ts';

type ManagedFields = {
  manager: string;
  operation: 'Update';
  apiVersion: string;
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: Record<string, Record<string, object>>;
};

/** Who is noted for a write: whom it names, else the program of the client, as `kubectl/v1.36.2` is `kubectl`. */
export function fieldManagerOf(named: string | undefined, userAgent: string | undefined): string {
  return named || userAgent?.split('/')[0] || 'unknown';
}

/** Notes who changed which keys of an object's data, as the API server does for each field. */
export function updateManagedFields(after: DemoObject, before: DemoObject, manager: string): void {
  const [was, is] = [dataOf(before), dataOf(after)];
  const changed = Object.keys(is).filter((key) => !isDeepStrictEqual(was[key], is[key]));
  const entries = structuredClone((before.metadata as { managedFields?: ManagedFields[] }).managedFields ?? []);
  if (changed.length > 0) {
    const fields = changed.map((key) => `f:${key}`);
    for (const entry of entries) for (const field of fields) delete entry.fieldsV1['f:data']?.[field];
    const own = entries.find((entry) => entry.manager === manager) ?? newEntry(after, manager);
    if (!entries.includes(own)) entries.push(own);
    own.time = `${new Date().toISOString().slice(0, 19)}Z`;
    own.fieldsV1['f:data'] = { ...own.fieldsV1['f:data'], ...Object.fromEntries(fields.map((field) => [field, {}])) };
  }
  const left = entries.filter(({ fieldsV1 }) => Object.keys(fieldsV1['f:data'] ?? {}).length > 0);
  if (left.length > 0) Object.assign(after.metadata, { managedFields: left });
}

const dataOf = ({ data }: DemoObject): Record<string, unknown> => (data ?? {}) as Record<string, unknown>;

const newEntry = ({ apiVersion }: DemoObject, manager: string): ManagedFields => ({
  manager,
  operation: 'Update',
  apiVersion,
  time: '',
  fieldsType: 'FieldsV1',
  fieldsV1: {},
});

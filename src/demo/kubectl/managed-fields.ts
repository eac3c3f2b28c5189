import { isDeepStrictEqual } from 'node:util';
import { utcTime } from '../../text/utc-time.ts';
import type { DemoObject } from '../contracts.ts';

type ManagedFields = {
  manager: string;
  operation: 'Update';
  apiVersion: string;
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: Record<string, Record<string, object>>;
};

/** Returns the field manager of a write: the `fieldManager` parameter, or the first part of the User-Agent. */
export function fieldManagerOf(parameter: string | undefined, userAgent: string | undefined): string {
  return parameter || userAgent?.split('/')[0] || 'unknown';
}

/** Updates `managedFields` of `after` for the changed keys of `data`. The real API server tracks every field. */
export function updateManagedFields(after: DemoObject, before: DemoObject, manager: string): void {
  const [dataBefore, dataAfter] = [dataOf(before), dataOf(after)];
  const changedKeys = Object.keys(dataAfter).filter((key) => !isDeepStrictEqual(dataBefore[key], dataAfter[key]));
  const entries = structuredClone((before.metadata as { managedFields?: ManagedFields[] }).managedFields ?? []);
  if (changedKeys.length > 0) {
    const fields = changedKeys.map((key) => `f:${key}`);
    for (const entry of entries) for (const field of fields) delete entry.fieldsV1['f:data']?.[field];
    const entry = entries.find((candidate) => candidate.manager === manager) ?? createEntry(after, manager);
    if (!entries.includes(entry)) entries.push(entry);
    entry.time = utcTime(Date.now());
    const ownedFields = Object.fromEntries(fields.map((field) => [field, {}]));
    entry.fieldsV1['f:data'] = { ...entry.fieldsV1['f:data'], ...ownedFields };
  }
  const remaining = entries.filter(({ fieldsV1 }) => Object.keys(fieldsV1['f:data'] ?? {}).length > 0);
  if (remaining.length > 0) Object.assign(after.metadata, { managedFields: remaining });
}

const dataOf = ({ data }: DemoObject): Record<string, unknown> => (data ?? {}) as Record<string, unknown>;

const createEntry = ({ apiVersion }: DemoObject, manager: string): ManagedFields => ({
  manager,
  operation: 'Update',
  apiVersion,
  time: '',
  fieldsType: 'FieldsV1',
  fieldsV1: {},
});

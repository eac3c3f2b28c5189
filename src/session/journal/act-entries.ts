import { randomUUID } from 'node:crypto';
import type { ActEntry } from './entry.ts';
import { maskTexts } from './mask.ts';

export type ActEnd = Required<Pick<ActEntry, 'outcome' | 'detail'>>;

/** Returns the entry of a new act: of its start, or of its end. Secrets are masked. */
export type CreateActEntry = (at: number, end?: ActEnd) => ActEntry;

export function actEntries(title: string, by: string): CreateActEntry {
  const id = randomUUID().slice(0, 8);
  return (at, end) => {
    const act = { kind: 'act', at: Math.round(at), id, title, by } as const;
    if (end === undefined) return maskTexts(act);
    const { outcome, detail } = end;
    return maskTexts({ ...act, outcome, ...(detail !== '' && { detail }) });
  };
}

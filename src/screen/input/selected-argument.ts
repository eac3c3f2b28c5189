import { findMissingArgument } from '../../commands/line/missing-argument.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { Selection } from '../state/selection.ts';
import { targetsOf } from './command-targets.ts';

export type LineWithSelection = {
  readonly line: string;
  /** The objects: `job orders`, `3 marked jobs`. */
  readonly objects: string;
  /** Names the marked rows on which the command cannot act now. */
  readonly notIncluded?: string | undefined;
};

/**
 * Adds the selected objects to a typed line that lacks its job or pod, as the key of the command does. Returns undefined
 * for a line that needs none, or without a selected object.
 */
export function addSelection(
  line: string,
  selection: Selection,
  snapshot: SessionSnapshot | undefined,
): LineWithSelection | undefined {
  const missing = findMissingArgument(line);
  const kind = missing?.argument.kind;
  if (missing === undefined || (kind !== 'job' && kind !== 'pod')) return undefined;
  const { underCursor, marked } = selection[kind];
  const areMarked = missing.argument.many && marked.length > 0;
  const items = areMarked ? marked : [underCursor].filter((item) => item !== undefined);
  const [only] = items;
  if (only === undefined) return undefined;
  const names = items.map(({ argument }) => argument);
  const { input, notIncluded } = targetsOf(missing.command, { subject: kind }, snapshot, { names, areMarked });
  const count = input.arguments.length;
  return {
    line: missing.withValues(input.arguments),
    objects: areMarked ? `${count} marked ${kind}${count === 1 ? '' : 's'}` : `${kind} ${only.title}`,
    notIncluded,
  };
}

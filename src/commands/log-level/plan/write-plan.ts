import { type DiffLine, diffLines } from '../../../logging-config/diff.ts';
import type { ConfigLevel } from '../../../logging-config/logging-config.ts';
import { largest } from '../../../text/largest.ts';
import { printable } from '../../../text/printable.ts';
import type { Plan } from '../../record/command.ts';
import type { PlanSection } from '../../record/plan/plan-section.ts';
import type { FileUpdate } from './file-update.ts';
import type { LevelFacts } from './level-facts.ts';

/** A requested level change of one logger. An undefined level is unknown. */
export type RequestedLevel = {
  readonly logger: string;
  readonly from: ConfigLevel | undefined;
  readonly to: ConfigLevel | undefined;
};

/** A change of the logging configuration file, with the facts that the change depends on. */
export type WritePlan = Plan & {
  readonly kind: 'write';
  readonly facts: LevelFacts;
  readonly update: FileUpdate;
  readonly requested: readonly RequestedLevel[];
  /** Time of the revert by the API server's clock; null without a time limit. */
  readonly until: number | null;
  /** The duration given by `--for`. */
  readonly forMs: number | undefined;
  readonly wait: boolean;
  readonly timeoutMs: number;
  /** Plans the same change again, after another client has changed the file. */
  readonly replan: (signal: AbortSignal) => Promise<WritePlan>;
};

const diffKinds = { '+': 'added', '-': 'removed', ' ': 'context' } as const satisfies Record<DiffLine['sign'], string>;

/** Returns the diff and its consequences as parts of a plan. */
export function changeSections(
  { facts, update }: Pick<WritePlan, 'facts' | 'update'>,
  consequences: readonly string[],
): readonly PlanSection[] {
  const diff = diffLines(facts.file.text, update.text);
  const { key, name } = facts.file;
  return [
    diff.length === 0
      ? { kind: 'text', heading: 'Changes', lines: [`Nothing: ${key} of ConfigMap ${name} stays unchanged`] }
      : {
          kind: 'diff',
          heading: `Changes ${key} of ConfigMap ${name}`,
          lines: diff.map(({ sign, line, text }) => ({ kind: diffKinds[sign], line, text: printable(text) })),
        },
    { kind: 'text', heading: 'Affects', lines: consequences },
  ];
}

/** Formats a diff like `diff -u`, with line numbers. */
function formatDiff(lines: readonly DiffLine[]): readonly string[] {
  const width = String(largest(lines.map(({ line }) => line))).length;
  return lines.map(({ sign, line, text }) => `${String(line).padStart(width)} ${sign} ${text}`.trimEnd());
}

/** Returns the diff of a plan. */
export function formatChange({ facts, update }: Pick<WritePlan, 'facts' | 'update'>): readonly string[] {
  return formatDiff(diffLines(facts.file.text, update.text));
}

/** Returns the added and removed lines of a plan, without their position in the file. */
export function changedLines({ facts, update }: Pick<WritePlan, 'facts' | 'update'>): string {
  const lines = diffLines(facts.file.text, update.text).filter(({ sign }) => sign !== ' ');
  return lines.map(({ sign, text }) => sign + text).join('\n');
}

import type { DiffLine } from '../../../logging-config/diff.ts';
import { diffLines } from '../../../logging-config/diff.ts';
import type { ConfigLevel } from '../../../logging-config/logging-config.ts';
import { largest } from '../../../text/largest.ts';
import type { Plan } from '../../record/command.ts';
import type { LevelFacts } from './level-facts.ts';
import type { NextText } from './next-text.ts';

/** What is asked of one logger; undefined as the level is what it has without us. */
export type RequestedLevel = {
  readonly logger: string;
  readonly from: ConfigLevel | undefined;
  readonly to: ConfigLevel | undefined;
};

/** A change of the logging file, with everything that it was judged by. */
export type WritePlan = Plan & {
  readonly kind: 'write';
  readonly facts: LevelFacts;
  readonly next: NextText;
  readonly asked: readonly RequestedLevel[];
  /** When it is to go back by the API server's clock; null is when somebody says so. */
  readonly until: number | null;
  /** How long that is from the planning on. */
  readonly forMs: number | undefined;
  readonly wait: boolean;
  readonly timeoutMs: number;
  /** The same made anew, for a file that was changed in between. */
  readonly again: (signal: AbortSignal) => Promise<WritePlan>;
};

/** As `diff -u` shows it, with the numbers of the lines. */
function formatDiff(lines: readonly DiffLine[]): readonly string[] {
  const width = String(largest(lines.map(({ line }) => line))).length;
  return lines.map(({ sign, line, text }) => `${String(line).padStart(width)} ${sign} ${text}`.trimEnd());
}

/** The difference that a plan makes. */
export function formatChange({ facts, next }: Pick<WritePlan, 'facts' | 'next'>): readonly string[] {
  return formatDiff(diffLines(facts.file.text, next.text));
}

/** What a plan puts in and takes out, wherever in the file that is by now. */
export function changedLines({ facts, next }: Pick<WritePlan, 'facts' | 'next'>): string {
  const lines = diffLines(facts.file.text, next.text).filter(({ sign }) => sign !== ' ');
  return lines.map(({ sign, text }) => sign + text).join('\n');
}

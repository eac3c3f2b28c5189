import { partsOf } from '../../session/memory/pod-memory.ts';
import { memoryRisks } from '../../session/memory/risks.ts';
import { inMebibytes } from '../../session/memory/size-texts.ts';
import { verdictOf } from '../../session/memory/verdict.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { headingRows, indentedRows } from '../draw/section-rows.ts';
import { severityMarks } from '../state/finding-texts.ts';
import { barRows } from '../state/memory/stacked-bar.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Returns what the memory of the pod is used for, and what that means; nothing until a number is known. */
export function memorySectionRows(state: ScreenState, row: PodRow, width: number): readonly string[] {
  const { snapshot, theme, now, isScreenReader } = state;
  const memory = snapshot?.memory.pods.get(row.uid);
  if (memory === undefined) return [];
  const endedAt = row.goneAt ?? memory.endedAt;
  const end = endedAt === undefined ? undefined : { how: row.status, at: row.lastEnd?.at ?? endedAt };
  const risks = end === undefined ? memoryRisks(memory) : [];
  const [risk] = risks;
  const mark = risk === undefined ? '' : `${severityMarks[risk.severity][isScreenReader ? 'word' : 'mark']} `;
  const token = risk === undefined ? undefined : severityMarks[risk.severity].token;
  const [verdict = '', ...others] = verdictOf({ memory, risks, end }, now);
  const parts = partsOf(memory).parts.map(({ name, bytes }) => `${name} ${inMebibytes(bytes)}`);
  const bar = isScreenReader ? [parts.join(', ')] : barRows(memory, width - 4, theme);
  const inner = width - 2;
  return [
    ...headingRows('Memory', [], inner, theme),
    ...indentedRows({ text: mark + verdict, token }, inner, theme),
    ...others.flatMap((text) => indentedRows({ text, token: 'muted' }, inner, theme)),
    ...bar.map((text) => `  ${text}`),
  ].map((text) => (text === '' ? '' : ` ${text}`));
}

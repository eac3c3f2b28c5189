import type { ConfigurationEntry } from '../../session/configuration/compare-configuration.ts';
import { infoSections } from '../../session/info/info-sections.ts';
import { differenceText, maskedText, originText } from '../../session/info/option-texts.ts';
import { differingEntries, type SessionInfo } from '../../session/info/session-info.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { printable } from '../../text/printable.ts';
import { tableLines } from '../../text/table.ts';

/** Columns of a label and the blanks after it. */
const labelWidth = 14;

/** Formats the sections, the options that differ, and all options. @param now epoch ms by the API server */
export function* sessionLines(info: SessionInfo, snapshot: SessionSnapshot, now: number): Generator<string> {
  for (const { title, facts } of infoSections(info, snapshot, now)) {
    yield title.toUpperCase();
    for (const { label, text, level } of facts) {
      const mark = level === 'warning' && label === '' ? 'warning: ' : '';
      yield `  ${label === '' && title === 'Attention' ? '' : label.padEnd(labelWidth - 2)}${mark}${printable(text)}`;
    }
    yield '';
  }
  yield* differenceLines(differingEntries(info));
  const masked = maskedText(info.configuration);
  if (masked !== undefined) yield* [masked, ''];
  yield `OPTIONS (${info.configuration.length})`;
  if (info.configuration.length === 0) yield '  unknown';
  else yield* tableLines(['  KEY', 'VALUE', 'FROM'], info.configuration, optionCells);
}

function* differenceLines(entries: readonly ConfigurationEntry[]): Generator<string> {
  if (entries.length === 0) return;
  yield `DIFFERENCES (${entries.length})`;
  yield* tableLines(['  KEY', 'RUNNING', 'CONFIGMAP', 'EFFECT'], entries, (entry) => [
    `  ${entry.key}`,
    entry.running ?? '-',
    entry.configured ?? '-',
    differenceText(entry),
  ]);
  yield '';
}

function optionCells({ key, running, configured, origin }: ConfigurationEntry): readonly string[] {
  return [`  ${key}`, running ?? configured ?? '-', originText(origin)];
}

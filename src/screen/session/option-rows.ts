import type { ConfigurationEntry, Origin } from '../../session/configuration/compare-configuration.ts';
import { configFileText } from '../../session/info/config-file-text.ts';
import { comparisonNote, differenceText, maskedText, originText } from '../../session/info/option-texts.ts';
import { isCompared, type SessionInfo } from '../../session/info/session-info.ts';
import { largest } from '../../text/largest.ts';
import { cell, widthOf, wrapAndCut } from '../draw/fit.ts';
import { windowTop } from '../draw/movement.ts';
import { severityMarks } from '../state/finding-texts.ts';
import { tabSize } from '../state/panes/tab-size.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { fitColumns } from '../table/fit-columns.ts';
import { formatTitles } from '../table/table-format.ts';
import { windowRows } from '../table/window-rows.ts';
import { configurationColumns, differenceColumns } from './option-columns.ts';
import { shownEntries, shownInfo } from './session-data.ts';
import { cursorIndex, type SessionPage } from './session-page.ts';

export type OptionBox = {
  readonly rows: readonly string[];
  readonly entries: readonly ConfigurationEntry[];
  readonly index: number;
  readonly top: number;
  readonly pageHeight: number;
};

/** Rows that each value of the option under the cursor may take. */
const maxValueRows = 3;
const labelWidth = 11;

/** The list of options with notes above it, and the whole option under the cursor below it. */
export function optionBox(state: ScreenState, page: SessionPage): OptionBox {
  const { theme, now, isScreenReader } = state;
  const { width, height } = tabSize(state);
  const entries = shownEntries(state, page);
  const info = shownInfo(state);
  const notes = info === undefined ? [` ${theme.busy('loading…')}`] : noteRows(info, page, width, state);
  if (info === undefined || entries.length === 0) {
    const empty = info === undefined ? [] : [theme.muted(emptyText(page))];
    return { rows: [...notes, ...empty], entries, index: 0, top: 0, pageHeight: 1 };
  }
  const index = cursorIndex(entries, page);
  const details = detailRows(entries[index], width, state);
  const pageHeight = Math.max(1, height - notes.length - details.length - 1);
  const top = windowTop(page.top, index, pageHeight, entries.length);
  const widest = largest(entries.map(({ key }) => widthOf(key)));
  const widestValue = largest(
    entries.flatMap(({ running = '', configured = '' }) => [running, configured]).map(widthOf),
  );
  const all =
    page.tab === 'differences' ? differenceColumns(isScreenReader, widestValue) : configurationColumns(isScreenReader);
  const columns = fitColumns(all, width, widest);
  const list = windowRows(entries, columns, { index, top, height: pageHeight }, theme, now);
  return {
    // A very small terminal has no room for the details.
    rows: [...notes, formatTitles(columns, theme), ...list, ...details].slice(0, height),
    entries,
    index,
    top,
    pageHeight,
  };
}

function emptyText({ tab, filter }: SessionPage): string {
  if (filter !== '') return ' No option matches the filter';
  return tab === 'differences' ? '' : ' No options are known';
}

function noteRows(
  info: SessionInfo,
  page: SessionPage,
  width: number,
  { theme, serverNow, isScreenReader }: ScreenState,
) {
  const { configFile, gaps, configuration } = info;
  const mark = severityMarks.warning[isScreenReader ? 'word' : 'mark'];
  const missing = gaps.filter(({ what }) => what === 'ConfigMaps' || what === 'Options');
  const problems = missing.map(({ what, reason }) => theme.warning(` ${mark} ${what}: ${reason}`));
  if (page.tab !== 'differences') return problems;
  const rows = (text: string) => wrapAndCut(text, width - 2, 2).map((row) => theme.muted(` ${row}`));
  const masked = maskedText(configuration);
  const differs = configuration.some(({ difference }) => difference !== undefined);
  const isKnown = missing.length === 0 && isCompared(info);
  return [
    ...problems,
    ...(isKnown && !differs ? [theme.ok(' ✓ The JobManager runs with the options of the ConfigMap')] : []),
    ...(configFile === undefined ? [] : rows(configFileText(configFile, serverNow))),
    ...(masked === undefined ? [] : rows(masked)),
    ...(differs ? [''] : []),
  ];
}

/** A blank row, and the whole option: long values do not fit the list. */
function detailRows(
  entry: ConfigurationEntry | undefined,
  width: number,
  { theme }: Pick<ScreenState, 'theme'>,
): readonly string[] {
  if (entry === undefined) return [];
  const { running, configured, origin, difference } = entry;
  const from = origin === undefined ? 'the JobManager runs without it' : fromText(origin);
  const notes = [
    difference === 'overridden' ? undefined : from,
    differenceText(entry) || undefined,
    comparisonNote(entry),
  ];
  const facts: readonly (readonly [label: string, text: string | undefined])[] = [
    ['running', running],
    ['ConfigMap', configured === running ? undefined : configured],
  ];
  return [
    '',
    ` ${theme.strong(cell(entry.key, width - 2))}`,
    ...facts.flatMap(([label, text]) => (text === undefined ? [] : valueRows(label, text, width, theme))),
    theme[difference === undefined ? 'muted' : 'warning'](
      cell(` ${notes.filter((text) => text !== undefined).join(' · ')}`, width),
    ),
  ];
}

function fromText(origin: Origin): string {
  return origin.kind === 'start' ? originText(origin) : `from ${originText(origin)}`;
}

function valueRows(label: string, text: string, width: number, theme: ScreenState['theme']): readonly string[] {
  return wrapAndCut(text, width - labelWidth - 2, maxValueRows).map(
    (row, index) => ` ${theme.muted(cell(index === 0 ? label : '', labelWidth))}${row}`,
  );
}

import { type Fact, type FactLevel, infoSections } from '../../session/info/info-sections.ts';
import { largest } from '../../text/largest.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import { headingRows } from '../draw/section-rows.ts';
import { severityMarks } from '../state/finding-texts.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme, Token } from '../theme/theme.ts';
import { shownInfo } from './session-data.ts';

/** Blank columns at both sides. */
const margin = 1;
const maxRows = 4;
const tokens: { readonly [level in FactLevel]: Token } = { ok: 'ok', warning: 'warning', muted: 'muted' };

/** Returns all rows of the overview that pass the filter. */
export function overviewRows(state: ScreenState, filter: string, pageWidth: number): readonly string[] {
  const { snapshot, theme, serverNow } = state;
  const info = shownInfo(state);
  if (snapshot === undefined || info === undefined) return [` ${theme.busy('loading…')}`];
  const width = pageWidth - 2 * margin;
  const sections = infoSections(info, snapshot, serverNow);
  const labelWidth = largest(sections.flatMap(({ facts }) => facts.map(({ label }) => widthOf(label)))) + 2;
  const rows = sections.flatMap(({ title, facts }) => {
    const shown = facts.filter(({ label, text }) => matchesFilter(`${title} ${label} ${text}`, filter));
    if (shown.length === 0) return [];
    const indent = title === 'Attention' ? 0 : labelWidth;
    return [...headingRows(title, [], width, theme), ...shown.flatMap((fact) => factRows(fact, indent, width, state))];
  });
  return rows.slice(1).map((row) => ' '.repeat(margin) + row);
}

/** A label and its text. Further rows of a long text start below the text. */
function factRows(
  { label, text, level }: Fact,
  labelWidth: number,
  width: number,
  state: Pick<ScreenState, 'theme' | 'isScreenReader'>,
): readonly string[] {
  const { theme } = state;
  const mark = markOf(level, state);
  const room = width - labelWidth - widthOf(mark);
  return wrap(text, room, maxRows, 'words').map((row, index) => {
    const start = index === 0 ? mark : ' '.repeat(widthOf(mark));
    const name = labelWidth === 0 ? '' : theme.muted(cell(index === 0 ? label : '', labelWidth));
    return name + paint(`${start}${row}`, level, theme);
  });
}

function markOf(level: FactLevel | undefined, { isScreenReader }: Pick<ScreenState, 'isScreenReader'>): string {
  if (level === 'ok') return '✓ ';
  return level === 'warning' ? `${severityMarks.warning[isScreenReader ? 'word' : 'mark']} ` : '';
}

const paint = (text: string, level: FactLevel | undefined, theme: Theme): string =>
  level === undefined ? text : theme[tokens[level]](text);

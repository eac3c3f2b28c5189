import { infoSections } from '../../session/info/info-sections.ts';
import { printable } from '../../text/printable.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shownEntries, shownInfo } from './session-data.ts';
import { cursorIndex, type SessionPage } from './session-page.ts';

/** Returns the option under the cursor as `key: value`, or the lines of the overview; undefined if there is nothing. */
export function copyText(state: ScreenState, page: SessionPage): string | undefined {
  if (page.tab !== 'overview') {
    const entries = shownEntries(state, page);
    const entry = entries[cursorIndex(entries, page)];
    return entry && `${entry.key}: ${entry.running ?? entry.configured ?? ''}`;
  }
  const info = shownInfo(state);
  if (info === undefined || state.snapshot === undefined) return undefined;
  const sections = infoSections(info, state.snapshot, state.serverNow);
  return sections
    .flatMap(({ facts }) => facts.map(({ label, text }) => `${label}\t${printable(text)}`.trim()))
    .join('\n');
}

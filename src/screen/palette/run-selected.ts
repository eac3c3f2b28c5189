import { closeLayer, topViewState } from '../state/layers.ts';
import { rememberLine } from '../state/open/prompt-history.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import { findEntry } from './entries.ts';
import { availabilityOf, belowPalette, type Palette, paletteId, recentPurpose } from './palette.ts';

/** Runs the entry under the cursor. The palette stays open if the entry is unavailable or gone, and the reason is shown. */
export function runSelected(screen: Screen): void {
  const state = screen.store.getState();
  const shown = topViewState<Palette>(state, paletteId);
  const selected = shown?.found?.[shown.cursor]?.entry;
  if (shown === undefined || selected === undefined) return;
  const below = belowPalette(shown, state);
  // The view and the data may have changed since the search.
  const entry = findEntry(below, selected.key);
  const available = entry === undefined ? `no longer there: ${selected.title}` : availabilityOf(entry, below);
  if (entry === undefined || available !== true) {
    const isSame = (later: typeof state) => topViewState<Palette>(later, paletteId) === shown;
    showMessage(screen, String(available), 'warning', isSame);
    return;
  }
  rememberLine(screen, recentPurpose, entry.key);
  if (entry.leavesOverlays === true) screen.store.setState({ layers: [] });
  else closeLayer(screen);
  entry.run(screen);
}

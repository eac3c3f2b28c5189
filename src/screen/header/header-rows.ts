import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { fitParts } from './fit-parts.ts';
import { identityParts } from './identity-parts.ts';
import { linkParts } from './link-parts.ts';
import { summaryParts } from './summary-parts.ts';

/** From this width on the first row has room for the totals. */
const wideColumns = 120;

/** Formats two rows: the cluster and its problems, then the connections. The totals are at the right. */
export const headerRows = rememberLast((state: ScreenState, width: number): readonly string[] => {
  const { theme } = state;
  const identity = identityParts(state);
  const links = linkParts(state);
  const summary = summaryParts(state);
  const rows = width >= wideColumns ? [[...identity, ...summary], links] : [identity, [...links, ...summary]];
  return rows.map((parts) => fitParts(parts, width, theme));
});

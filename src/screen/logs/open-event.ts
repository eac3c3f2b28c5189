import { parseLogLine } from '../../logs/parse-log-line.ts';
import type { TextRow } from '../draw/text-box.ts';
import { openText } from '../state/open/show-text.ts';
import type { Screen } from '../state/screen.ts';
import { eventAt } from './lines/event-at.ts';
import { lineUnderCursor } from './log-page.ts';

const labelWidth = 10;
/** Limit for the overlay. Copying and saving include all lines. */
const maxLines = 1000;

/** Shows the event under the cursor: its source, the fields of its head, and all lines. */
export function openEvent(screen: Screen): void {
  const state = screen.store.getState();
  const lineId = lineUnderCursor(state);
  const source = lineId && state.session?.logs.source(lineId.key);
  if (lineId === undefined || source === undefined) return;
  const { at, lines } = eventAt(state, lineId);
  const parsed = parseLogLine(lines[0] ?? '');
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['pod', source.pod],
    ['container', source.container],
    ['kubelet', at === undefined ? undefined : new Date(at).toISOString()],
    ['written', parsed?.time],
    ['level', parsed?.level ?? source.levelAt(lineId.sequence)],
    ['logger', parsed?.logger],
    ['thread', parsed?.thread],
    ['context', parsed?.context],
    ['job', parsed?.jobId],
  ];
  const rows: readonly TextRow[] = [
    ...fields.flatMap(([label, text]) =>
      text === undefined || text === '' ? [] : [{ text: label.padEnd(labelWidth) + text, indent: labelWidth }],
    ),
    { text: '' },
    ...(parsed?.layout !== 'json' ? [] : [{ text: parsed.message, token: 'strong' } as const, { text: '' }]),
    ...lines.slice(0, maxLines).map((text) => ({ text })),
    ...(lines.length > maxLines
      ? [{ text: `… and ${lines.length - maxLines} more lines (y copies all)`, token: 'muted' } as const]
      : []),
  ];
  openText(screen, 'Event', rows, lines.join('\n'));
}

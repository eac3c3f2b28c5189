import { parseLogLine } from '../../logs/parse-log-line.ts';
import type { TextRow } from '../draw/text-box.ts';
import { openText } from '../state/open/show-text.ts';
import type { Screen } from '../state/screen.ts';
import { eventAt } from './lines/event-at.ts';
import { lineUnderCursor } from './log-page.ts';

const labelWidth = 10;
/** What is more is copied and saved, but hardly read in a box. */
const mostLines = 1000;

/** Everything about the event under the cursor: whose it is, what its head says, and all its lines. */
export function openEvent(screen: Screen): void {
  const state = screen.store.getState();
  const place = lineUnderCursor(state);
  const source = place && state.session?.logs.source(place.key);
  if (place === undefined || source === undefined) return;
  const { at, lines } = eventAt(state, place);
  const parsed = parseLogLine(lines[0] ?? '');
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['pod', source.pod],
    ['container', source.container],
    ['kubelet', at === undefined ? undefined : new Date(at).toISOString()],
    ['written', parsed?.time],
    ['level', parsed?.level ?? source.levelAt(place.sequence)],
    ['logger', parsed?.logger],
    ['thread', parsed?.thread],
    ['context', parsed?.context],
    ['job', parsed?.jobId],
  ];
  const rows: readonly TextRow[] = [
    ...facts.flatMap(([label, text]) =>
      text === undefined || text === '' ? [] : [{ text: label.padEnd(labelWidth) + text, indent: labelWidth }],
    ),
    { text: '' },
    ...(parsed?.layout !== 'json' ? [] : [{ text: parsed.message, token: 'strong' } as const, { text: '' }]),
    ...lines.slice(0, mostLines).map((text) => ({ text })),
    ...(lines.length > mostLines
      ? [{ text: `… and ${lines.length - mostLines} more lines: y copies them all`, token: 'muted' } as const]
      : []),
  ];
  openText(screen, 'Event', rows, lines.join('\n'));
}

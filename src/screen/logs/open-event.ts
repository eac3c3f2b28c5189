import type { LogLine } from '../../logs/log-store.ts';
import { parseLogLine } from '../../logs/parse-log-line.ts';
import { clockAndAge } from '../draw/age.ts';
import type { TextRow } from '../draw/frame/text-box.ts';
import { jobTints, tintOf } from '../state/job-tint.ts';
import { openText } from '../state/open/show-text.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Token } from '../theme/theme.ts';
import { eventAt } from './lines/event-at.ts';
import { fullLineText } from './lines/full-line-text.ts';
import { levelTokens, textToken } from './lines/log-line-parts.ts';
import { lineUnderCursor } from './log-page.ts';

const labelWidth = 11;
/** The text before a stack frame, which wraps below its class. */
const frameStart = '  at ';
/** Limit for the overlay. Copying and saving include all lines. */
const maxLines = 1000;

type Field = readonly [label: string, text: string | undefined, token?: Token | undefined];

/** Shows the event under the cursor: the fields of its head, its source, and all lines with their full text. */
export function openEvent(screen: Screen): void {
  const state = screen.store.getState();
  const lineId = lineUnderCursor(state);
  const source = lineId && state.session?.logs.source(lineId.key);
  if (lineId === undefined || source === undefined) return;
  const { at, entries, lines } = eventAt(state, lineId);
  const [head = ''] = lines;
  const parsed = parseLogLine(head);
  const level = parsed?.level ?? source.levelAt(lineId.sequence);
  const fields: readonly Field[] = [
    ['Level', level, level && levelTokens[level]],
    ['Time', at === undefined ? undefined : clockAndAge(at, state.now)],
    ['Written', parsed?.time],
    ['Logger', parsed?.logger],
    ['Thread', parsed?.thread],
    ['Context', parsed?.context],
    ...jobFields(state, parsed?.jobId, lines),
    ['Pod', source.pod],
    ['Container', source.container],
  ];
  const rows: readonly TextRow[] = [
    ...fields.flatMap(fieldRow),
    { text: '' },
    ...(parsed === undefined ? [] : messageRows(parsed.message, entries[0])),
    // A pattern layout has no other fields. JSON may have more.
    ...entries.slice(parsed === undefined || parsed.layout === 'json' ? 0 : 1, maxLines).map(lineRow),
    ...(lines.length > maxLines
      ? [{ text: `… and ${lines.length - maxLines} more lines (y copies all)`, token: 'muted' } as const]
      : []),
  ];
  openText(screen, 'Event', rows, lines.join('\n'));
}

/** Returns the job that the logger names, and Flink's jobs whose ids are in the text. */
function jobFields({ snapshot }: ScreenState, loggedId: string | undefined, lines: readonly string[]): Field[] {
  const text = lines.slice(0, maxLines).join('\n');
  const jobs = (snapshot?.jobs ?? []).filter(({ id }) => id === loggedId || text.includes(id));
  const tints = jobTints(snapshot?.jobs);
  const named = jobs.map(({ id, name }): Field => ['Job', `${id} ${name}`, tintOf(id, tints)]);
  const isNamed = loggedId === undefined || jobs.some(({ id }) => id === loggedId);
  return isNamed ? named : [['Job', loggedId, tintOf(loggedId, tints)], ...named];
}

function fieldRow([label, text, token]: Field): readonly TextRow[] {
  if (text === undefined || text === '') return [];
  const row = {
    text: label.padEnd(labelWidth) + text,
    indent: labelWidth,
    label: { end: labelWidth, token: 'muted' },
  } as const;
  return [token === undefined ? row : { ...row, token }];
}

function messageRows(message: string, head: LogLine | undefined): readonly TextRow[] {
  return message.split('\n').map((text) => {
    const token = head?.kind === 'line' ? textToken({ ...head, text }) : undefined;
    return { text, token: token ?? 'strong' };
  });
}

function lineRow(line: LogLine): TextRow {
  const text = fullLineText(line);
  const token = line.kind === 'gap' ? 'log.gap' : textToken(line);
  const method = /^\s+at (.*)/.exec(text)?.[1];
  const row = method === undefined ? { text } : { text: frameStart + method, indent: frameStart.length };
  return token === undefined ? row : { ...row, token };
}

import { formatSeconds } from '../../../text/duration.ts';
import { utcTime } from '../../../text/utc-time.ts';
import type { TextRow } from '../../draw/frame/text-box.ts';
import { resultRow } from '../open/result-row.ts';
import type { Act } from './act.ts';
import { markOf } from './act-marks.ts';

/** Returns the full result of an act, or its progress so far. */
export function actRows(act: Act, step: string): readonly TextRow[] {
  const { line, startedAt, end } = act;
  const { mark, word, token } = markOf(act);
  const took = end === undefined ? '' : `, took ${formatSeconds(end.at - startedAt)}`;
  const status: TextRow = { text: `${mark} ${word}${step === '' ? '' : `: ${step}`}`, token };
  const origin: TextRow = {
    text: `${line === undefined ? 'Started' : `:${line}, started`} ${utcTime(startedAt).replace('T', ' ')}${took}`,
    token: 'muted',
  };
  if (end === undefined) return [status, { text: act.title }, { text: '' }, origin];
  return [
    status,
    ...(end.title === act.title ? [] : [{ text: end.title, token: 'strong' } as const]),
    ...end.details.map((text) => ({ text })),
    ...end.hints.map((text) => ({ text: `→ ${text}` })),
    ...(end.lines.length === 0 ? [] : [{ text: '' }, ...end.lines.map(resultRow)]),
    { text: '' },
    origin,
  ];
}

/** Returns what `y` copies: the path or ids of the result, else its text. */
export function actCopy({ title, line, end }: Act): string {
  if (end === undefined) return line ?? title;
  return end.copy?.text ?? [end.title, ...end.details, ...end.hints, ...end.lines].join('\n');
}

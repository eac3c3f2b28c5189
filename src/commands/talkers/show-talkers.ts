import { predictions } from '../../logs/talkers/predict-savings.ts';
import type { Talker } from '../../logs/talkers/talkers.ts';
import { isLogger } from '../../logs/talkers/unnamed-loggers.ts';
import { countOf } from '../../text/count-of.ts';
import { formatMeasured } from '../../text/duration.ts';
import { formatByteRate } from '../../text/format-rate.ts';
import { printable } from '../../text/printable.ts';
import { tableLines } from '../../text/table.ts';
import { levelParts, levelsInWords, predictionText, rateText, sharePercent, talkerName } from './talker-texts.ts';
import type { TalkersResult } from './talkers-result.ts';

/** Formats the totals, a row for each logger, and what was not counted. */
export function* talkerLines({ lines, bytes, talkers, pods, overMs, scope, notes }: TalkersResult): Generator<string> {
  const where = `${countOf(pods.length, 'pod')}${scope === undefined ? '' : ` (${scope})`}`;
  if (talkers.length === 0) {
    yield `No lines in ${formatMeasured(overMs)} of the logs of ${where}`;
  } else {
    const lineRate = rateText(lines).replace('/s', ' lines/s');
    yield `${lineRate}, ${formatByteRate(bytes)} in ${formatMeasured(overMs)} of the logs of ${where}`;
    yield '';
    yield* tableLines(
      columns.map(([title]) => title),
      talkers,
      (talker) => columns.map(([, text]) => text(talker)),
    );
  }
  if (notes.length > 0) yield '';
  yield* notes;
}

const columns: readonly (readonly [title: string, text: (talker: Talker) => string])[] = [
  ['LOGGER', ({ logger }) => printable(talkerName(logger))],
  ['LINES/S', ({ lines }) => rateText(lines).replace('/s', '')],
  ['BYTES/S', ({ bytes }) => formatByteRate(bytes)],
  ['SHARE', ({ share }) => sharePercent(share)],
  ['IF RAISED', (talker) => predictionText(talker) ?? '-'],
  ['PODS', ({ pods }) => `${pods.length}`],
  ['LEVELS', levelsInWords],
];

/** The loggers as JSON. */
export function talkersData({ lines, bytes, talkers, pods, overMs, notes }: TalkersResult): unknown {
  return {
    overSeconds: overMs / 1000,
    linesPerSecond: lines,
    bytesPerSecond: bytes,
    pods,
    loggers: talkers.map((talker) => ({
      logger: isLogger(talker.logger) ? talker.logger : null,
      name: talkerName(talker.logger),
      linesPerSecond: talker.lines,
      bytesPerSecond: talker.bytes,
      eventsPerSecond: talker.events,
      share: talker.share,
      levels: levelParts(talker).map(({ level, share }) => ({ level: level ?? null, share })),
      predictions: predictions(talker).map(({ level, savedShare, savedBytes }) => ({
        level,
        savedShare,
        savedBytesPerSecond: savedBytes,
      })),
      pods: talker.pods,
    })),
    notes,
  };
}

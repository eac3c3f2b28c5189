import {
  levelParts,
  levelsInWords,
  predictionText,
  rateText,
  sharePercent,
  talkerName,
} from '../../commands/talkers/talker-texts.ts';
import type { LogLevel } from '../../logs/log-store.ts';
import type { RecentTalker } from '../../logs/talkers/recent-talkers.ts';
import { formatByteRate } from '../../text/format-rate.ts';
import { cell } from '../draw/fit.ts';
import { sparkline } from '../draw/sparkline.ts';
import type { Column } from '../table/table-format.ts';
import type { Token } from '../theme/theme.ts';
import { shortLogger } from './short-logger.ts';

type TalkerColumn = Column<RecentTalker>;

export type ColumnContext = {
  /** Index of the first counted bucket of the histories. */
  readonly historyFrom: number;
  /** A screen reader gets words instead of drawings. */
  readonly isScreenReader: boolean;
};

const missing = '–';
/** A logger with more than this share dominates the log. */
const dominantShare = 0.5;
const isSilent = ({ lines }: RecentTalker): boolean => lines === 0;
const mutedIfSilent = (talker: RecentTalker): Token | undefined => (isSilent(talker) ? 'muted' : undefined);

export function talkerColumns(context: ColumnContext): readonly TalkerColumn[] {
  return [
    {
      title: 'LOGGER',
      sortKey: 'logger',
      importance: 1,
      width: { min: 22, preferred: 60 },
      isName: true,
      text: ({ logger }, _, width) => shortLogger(talkerName(logger), width),
      token: mutedIfSilent,
    },
    {
      title: 'LINES/S',
      sortKey: 'lines',
      importance: 5,
      width: 7,
      align: 'right',
      text: ({ lines }) => rateText(lines),
      token: mutedIfSilent,
    },
    {
      title: 'BYTES/S',
      sortKey: 'bytes',
      importance: 2,
      width: 11,
      align: 'right',
      text: ({ bytes }) => formatByteRate(bytes),
      token: mutedIfSilent,
    },
    context.isScreenReader ? shareInWords : shareColumn,
    {
      title: 'IF RAISED',
      sortKey: 'saved',
      importance: 4,
      width: 15,
      text: (talker) => predictionText(talker) ?? missing,
      token: predictionToken,
    },
    ...(context.isScreenReader ? [] : [historyColumn(context)]),
    {
      title: 'LEVELS',
      importance: 7,
      width: context.isScreenReader ? { min: 20, preferred: 40 } : { short: 12, long: 16 },
      text: (talker) => (context.isScreenReader ? levelsInWords(talker) : levelsText(talker)),
      ...(context.isScreenReader ? {} : { paint: paintLevels }),
    },
    {
      title: 'PODS',
      sortKey: 'pods',
      importance: 8,
      width: 4,
      align: 'right',
      text: ({ pods }) => (pods.length === 0 ? missing : `${pods.length}`),
      token: mutedIfSilent,
    },
  ];
}

function predictionToken(talker: RecentTalker): Token | undefined {
  return predictionText(talker) === undefined || talker.share < 0.01 ? 'muted' : undefined;
}

/** ` 100%` */
const percentWidth = 5;

const shareColumn: TalkerColumn = {
  title: 'SHARE',
  sortKey: 'bytes',
  importance: 3,
  width: { short: 10, long: 15 },
  text: (talker, _, width) => shareBar(talker, width) + sharePercent(talker.share).padStart(percentWidth),
  paint: (talker, width, theme) => {
    const bar = shareBar(talker, width);
    const filled = bar.replace(/ +$/, '');
    const token = talker.share > dominantShare ? 'warning' : 'ok';
    const percentText = sharePercent(talker.share).padStart(percentWidth);
    const percent = isSilent(talker) ? theme.muted(percentText) : percentText;
    return theme[token](filled) + ' '.repeat(bar.length - filled.length) + percent;
  },
};

const shareInWords: TalkerColumn = {
  title: 'SHARE',
  sortKey: 'bytes',
  importance: 3,
  width: 5,
  align: 'right',
  text: ({ share }) => sharePercent(share),
};

function shareBar({ share }: RecentTalker, width: number): string {
  const room = width - percentWidth;
  const filled = Math.round(share * room);
  return (share > 0 && filled === 0 ? '▏' : '█'.repeat(filled)).padEnd(room);
}

/** The bytes of the last ten minutes, on a scale of its own: it shows since when a logger writes so much. */
function historyColumn({ historyFrom }: ColumnContext): TalkerColumn {
  return {
    title: '10 MIN',
    sortKey: 'history',
    importance: 6,
    width: { short: 10, long: 20 },
    text: ({ history }, _, width) => historyText(history, historyFrom, width),
    token: () => 'muted',
  };
}

/** A blank is a time that was not counted. */
function historyText(history: readonly number[], from: number, width: number): string {
  const perColumn = history.length / width;
  const counts = Array.from({ length: width }, (_, column) =>
    history
      .slice(Math.floor(column * perColumn), Math.floor((column + 1) * perColumn))
      .reduce((sum, bytes) => sum + bytes, 0),
  );
  const unknown = Math.min(width, Math.floor(from / perColumn));
  const [bars = ''] = sparkline(counts, 1, 'linear');
  return ' '.repeat(unknown) + bars.slice(unknown);
}

const levelLetter = (level: LogLevel | undefined): string => level?.charAt(0) ?? '–';
const levelTokens: { readonly [Level in LogLevel]?: Token } = {
  FATAL: 'error',
  ERROR: 'error',
  WARN: 'warning',
  DEBUG: 'muted',
  TRACE: 'muted',
};

/** `E<1 W4 I96`: shares in percent. */
function levelsText(talker: RecentTalker): string {
  return levelTexts(talker)
    .map(({ text }) => text)
    .join(' ');
}

function paintLevels(
  talker: RecentTalker,
  width: number,
  theme: Parameters<NonNullable<TalkerColumn['paint']>>[2],
): string {
  const text = levelsText(talker);
  if (text.length > width) return cell(text, width);
  const painted = levelTexts(talker).map((part) =>
    part.token === undefined ? part.text : theme[part.token](part.text),
  );
  return painted.join(' ') + ' '.repeat(width - text.length);
}

function levelTexts(talker: RecentTalker): readonly { readonly text: string; readonly token: Token | undefined }[] {
  const parts = levelParts(talker);
  if (parts.length === 0) return [{ text: missing, token: 'muted' }];
  return parts.map(({ level, share }) => ({
    text: `${levelLetter(level)}${share < 0.005 ? '<1' : Math.round(share * 100)}`,
    token: level === undefined ? 'muted' : levelTokens[level],
  }));
}

import { type LogLevel, logLevels } from '../../logs/log-store.ts';
import { nextLevelUp, savedShare } from '../../logs/talkers/predict-savings.ts';
import type { Talker } from '../../logs/talkers/talkers.ts';
import { noLogger, otherLoggers } from '../../logs/talkers/unnamed-loggers.ts';
import { formatRate } from '../../text/format-rate.ts';

/** `org.apache.flink.runtime.taskmanager.Task`, or what the lines without a logger are. */
export function talkerName(logger: string): string {
  if (logger === noLogger) return '(no logger)';
  return logger === otherLoggers ? '(other loggers)' : logger;
}

/** `96%`, or `0.4%`. */
export function sharePercent(share: number): string {
  if (share <= 0) return '0%';
  if (share < 0.001) return '<0.1%';
  return share < 0.0095 ? `${(share * 100).toFixed(1)}%` : `${Math.round(share * 100)}%`;
}

/** `40/s`, or `<0.1/s`: only silence is 0. */
export function rateText(perSecond: number): string {
  return perSecond > 0 && perSecond < 0.05 ? '<0.1/s' : formatRate(perSecond);
}

export type LevelPart = { readonly level: LogLevel | undefined; readonly share: number };

/** Shares of the levels in the bytes of a logger, the most severe first. Lines without a level are last. */
export function levelParts({ bytes, bytesByLevel }: Pick<Talker, 'bytes' | 'bytesByLevel'>): readonly LevelPart[] {
  const parts = [...logLevels, undefined].map((level, index) => ({
    level,
    share: bytes === 0 ? 0 : (bytesByLevel[index] ?? 0) / bytes,
  }));
  const [withoutLevel, ...severe] = parts.toReversed();
  return [...severe, ...(withoutLevel === undefined ? [] : [withoutLevel])].filter(({ share }) => share > 0);
}

/** `96% INFO, 4% WARN` */
export function levelsInWords(talker: Pick<Talker, 'bytes' | 'bytesByLevel'>): string {
  return levelParts(talker)
    .map(({ level, share }) => `${sharePercent(share)} ${level ?? 'without a level'}`)
    .join(', ');
}

/** `at WARN: -96%`: what raising the level by one would save of the whole log. */
export function predictionText(talker: Talker): string | undefined {
  const level = nextLevelUp(talker);
  if (level === undefined) return undefined;
  const saved = savedShare(talker, level);
  return `at ${level}: ${saved < 0.001 ? '~0%' : `-${sharePercent(saved)}`}`;
}

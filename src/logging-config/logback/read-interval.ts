import { attributeOf, type LogbackFile } from './logback-file.ts';

const secondsIn: Record<string, number> = {
  '': 0.001,
  milli: 0.001,
  millisecond: 0.001,
  second: 1,
  seconde: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
};

/** `scan` with `scanPeriod`, in seconds; a bare number is of milliseconds, and `scan` alone does nothing (flink.md 5.4). */
export function readInterval(
  { configuration }: LogbackFile,
  problem: (offset: number, message: string) => void,
): number | undefined {
  const scan = configuration && attributeOf(configuration, 'scan');
  if (!scan || scan.value === '' || scan.value.toLowerCase() === 'false') return undefined;
  const period = attributeOf(configuration, 'scanPeriod');
  if (!period) {
    problem(scan.start, 'scan without scanPeriod looks at nothing');
    return undefined;
  }
  const [, number, unit = ''] = /^\s*(\d*\.?\d+)\s*([a-z]*?)s?\s*$/i.exec(period.value) ?? [];
  const factor = secondsIn[unit.toLowerCase()];
  if (number !== undefined && factor !== undefined) return Number(number) * factor;
  problem(
    period.start,
    `scanPeriod is ${JSON.stringify(period.value)}, which is no duration, so that nothing is looked at`,
  );
  return undefined;
}

import { attributeOf, type LogbackFile } from './logback-file.ts';

const secondsIn: Record<string, number> = {
  // A number without a unit is in milliseconds.
  '': 0.001,
  milli: 0.001,
  millisecond: 0.001,
  second: 1,
  seconde: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
};

/**
 * Reads the reload interval in seconds from `scan` and `scanPeriod`. `scan` without `scanPeriod` has no effect (Logback
 * 1.2.13 source).
 */
export function readInterval(
  { configuration }: LogbackFile,
  problem: (offset: number, message: string) => void,
): number | undefined {
  const scan = configuration && attributeOf(configuration, 'scan');
  if (!scan || scan.value === '' || scan.value.toLowerCase() === 'false') return undefined;
  const period = attributeOf(configuration, 'scanPeriod');
  if (!period) {
    problem(scan.start, 'scan without scanPeriod has no effect');
    return undefined;
  }
  const [, number, unit = ''] = /^\s*(\d*\.?\d+)\s*([a-z]*?)s?\s*$/i.exec(period.value) ?? [];
  const factor = secondsIn[unit.toLowerCase()];
  if (number !== undefined && factor !== undefined) return Number(number) * factor;
  problem(period.start, `invalid scanPeriod ${JSON.stringify(period.value)}: the file is not reloaded`);
  return undefined;
}

import { formatMeasured } from '../../text/duration.ts';
import { formatCount } from '../../text/format-count.ts';
import { formatByteRate, formatRate } from '../../text/format-rate.ts';
import { formatSize } from '../../text/format-size.ts';
import { utcTime } from '../../text/utc-time.ts';
import type { MetricUnit } from './describe-metric.ts';

/** Formats a value for people: `12.3k`, `88.1 MiB`, `842 ms/s`, `0.4/s`, `2.5%`. */
export function formatMetric(value: number, unit: MetricUnit): string {
  if (value < 0 && unit !== 'time') return `-${formatMetric(-value, unit)}`;
  switch (unit) {
    case 'bytes':
      return formatSize(value);
    case 'bytes/s':
      return formatByteRate(value);
    case 'ms':
      return formatMeasured(value);
    case 'ns':
      return formatMeasured(value / 1e6);
    case 'ms/s':
      return `${formatCount(value)} ms/s`;
    case '/s':
      return formatRate(value);
    case 'percent':
      return `${formatCount(value)}%`;
    case 'ratio':
      return `${(value * 100).toFixed(value < 0.1 ? 1 : 0)}%`;
    case 'time':
      return utcTime(value);
    case 'count':
      return formatCount(value);
  }
}

/** The unit of the growth of a counter. */
export function rateUnit(unit: MetricUnit): MetricUnit {
  if (unit === 'bytes') return 'bytes/s';
  return unit === 'ms' ? 'ms/s' : '/s';
}

import { countOf } from '../../text/count-of.ts';
import type { ConfigurationEntry, Difference, Origin } from '../configuration/compare-configuration.ts';

/** `ConfigMap`, `-D in the command line`, `set at start: the address of the JobManager` */
export function originText(origin: Origin | undefined): string {
  switch (origin?.kind) {
    case 'config-map':
      return 'ConfigMap';
    case 'command-line':
      return '-D in the command line';
    case 'environment':
      return 'FLINK_PROPERTIES';
    case 'start':
      return `set at start: ${origin.reason}`;
    case 'unknown':
      return 'unknown';
    case undefined:
      return 'not applied';
  }
}

/** The same in a few columns: `ConfigMap`, `-D`, `set at start` */
export function shortOriginText(origin: Origin | undefined): string {
  if (origin?.kind === 'command-line') return '-D';
  return origin?.kind === 'start' ? 'set at start' : originText(origin);
}

const differenceTexts: { readonly [difference in Difference]: string } = {
  changed: 'takes effect on restart',
  added: 'added: takes effect on restart',
  removed: 'removed: takes effect on restart',
  overridden: 'overridden',
};

/** `takes effect on restart`, `overridden by -D in the command line` */
export function differenceText({ difference, origin }: ConfigurationEntry): string {
  if (difference === undefined) return '';
  return difference === 'overridden' ? `overridden by ${originText(origin)}` : differenceTexts[difference];
}

/** The same in a few columns: `on restart, added`, `overridden by -D`, `overridden by env` */
export function shortDifferenceText({ difference, origin }: ConfigurationEntry): string {
  if (difference === undefined) return '';
  if (difference === 'overridden') return `overridden by ${origin?.kind === 'command-line' ? '-D' : 'env'}`;
  return difference === 'changed' ? 'on restart' : `on restart, ${difference}`;
}

/** `2 secrets are not compared: Flink masks them`; undefined without such secrets */
export function maskedText(entries: readonly ConfigurationEntry[]): string | undefined {
  const count = entries.filter(({ isIncomparable }) => isIncomparable).length;
  if (count === 0) return undefined;
  return `${countOf(count, 'secret is', 'secrets are')} not compared: Flink masks ${count === 1 ? 'it' : 'them'}`;
}

/** Says that a value cannot be compared; undefined for other options. */
export function comparisonNote({ isIncomparable }: ConfigurationEntry): string | undefined {
  return isIncomparable ? 'Not compared with the ConfigMap: Flink masks the value' : undefined;
}

import type { ConfigurationEntry } from '../../session/configuration/compare-configuration.ts';
import { shortDifferenceText, shortOriginText } from '../../session/info/option-texts.ts';
import { severityMarks } from '../state/finding-texts.ts';
import type { Column } from '../table/table-format.ts';

type OptionColumn = Column<ConfigurationEntry>;

const unknown = '–';

const markColumn = (isScreenReader: boolean): OptionColumn => ({
  title: '',
  importance: 1,
  width: isScreenReader ? severityMarks.warning.word.length : 1,
  text: ({ difference }) => (difference === undefined ? '' : severityMarks.warning[isScreenReader ? 'word' : 'mark']),
  token: () => 'warning',
});

const keyColumn: OptionColumn = {
  title: 'KEY',
  importance: 1,
  width: { min: 24, preferred: 44 },
  isName: true,
  text: ({ key }) => key,
};

/** Columns of the tab with all options. */
export const configurationColumns = (isScreenReader: boolean): readonly OptionColumn[] => [
  markColumn(isScreenReader),
  keyColumn,
  {
    title: 'VALUE',
    importance: 2,
    width: { min: 16, preferred: 30 },
    text: ({ running, configured }) => running ?? configured ?? unknown,
    token: ({ running }) => (running === undefined ? 'muted' : undefined),
  },
  {
    title: 'FROM',
    importance: 3,
    width: 16,
    text: ({ origin }) => shortOriginText(origin),
    token: ({ difference }) => (difference === undefined ? 'muted' : 'warning'),
  },
];

const valueWidth = (widest: number) => Math.max('CONFIGMAP'.length, Math.min(widest, 24));

/** Columns of the tab with the options that differ. */
export const differenceColumns = (isScreenReader: boolean, widestValue: number): readonly OptionColumn[] => [
  markColumn(isScreenReader),
  keyColumn,
  {
    title: 'RUNNING',
    importance: 2,
    width: valueWidth(widestValue),
    text: ({ running }) => running ?? unknown,
  },
  {
    title: 'CONFIGMAP',
    importance: 3,
    width: valueWidth(widestValue),
    text: ({ configured }) => configured ?? unknown,
    token: () => 'strong',
  },
  {
    title: 'EFFECT',
    importance: 4,
    width: 19,
    text: (entry) => shortDifferenceText(entry),
    token: () => 'warning',
  },
];

import type { JobSetting } from '../../../session/jobs/job-settings.ts';
import { largest } from '../../../text/largest.ts';
import { cell, cut, widthOf } from '../../draw/fit.ts';
import type { Theme } from '../../theme/theme.ts';

const indent = 2;
const gap = '  ';
/** From this width on, each row names Flink's option. */
const keyFrom = 110;

/** Columns of the settings, which are the same in all sections. */
export type SettingColumns = { readonly name: number; readonly value: number; readonly cluster: number };

export function settingColumns(settings: readonly JobSetting[], width: number): SettingColumns {
  const name = largest(settings.map((each) => widthOf(each.name)));
  const cluster = largest(settings.map((each) => widthOf(clusterText(each))));
  const value = largest(settings.map((each) => widthOf(valueText(each))));
  const most = width - indent - name - cluster - 2 * gap.length;
  return { name, cluster, value: Math.max(8, Math.min(value, most)) };
}

/** `Interval  10 s  cluster: 1m  execution.checkpointing.interval` */
export function settingRow(setting: JobSetting, columns: SettingColumns, width: number, theme: Theme): string {
  const value = cell(valueText(setting), columns.value);
  const cluster = cell(clusterText(setting), columns.cluster);
  const used = indent + columns.name + columns.value + columns.cluster + 3 * gap.length;
  return [
    ' '.repeat(indent) + theme.muted(cell(setting.name, columns.name)),
    setting.differs ? theme.strong(value) : setting.value === undefined ? theme.muted(value) : value,
    theme.warning(cluster),
    ...(width < keyFrom ? [] : [theme.muted(cut(setting.key, width - used))]),
  ].join(gap);
}

const valueText = ({ value }: JobSetting): string => value ?? '–';

const clusterText = ({ cluster, differs }: JobSetting): string => (differs ? `cluster: ${cluster}` : '');

import { describeError } from '../../../commands/record/describe-error.ts';
import type { Finding } from '../../../diagnosis/finding.ts';
import {
  checkpointingSettings,
  executionSettings,
  type JobSetting,
  userParameters,
} from '../../../session/jobs/job-settings.ts';
import { checkpointConfig, jobConfiguration } from '../../../session/readings/flink-readings.ts';
import { type ReadingState, readingOf } from '../../../session/readings/reading.ts';
import { largest } from '../../../text/largest.ts';
import { cell, cut, widthOf } from '../../draw/fit.ts';
import { headingRows, indentedRows, type Part } from '../../draw/section-rows.ts';
import { jobDiagnosis } from '../../state/job-diagnosis.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Theme } from '../../theme/theme.ts';
import { settingColumns, settingRow } from './setting-rows.ts';

/** Blank columns at both sides. */
const margin = 1;

/** Returns all rows of the tab: the risks, the settings and what the cluster has instead, then the job parameters. */
export function configurationRows(state: ScreenState, jobId: string, pageWidth: number): readonly string[] {
  const { snapshot, theme } = state;
  if (snapshot === undefined) return [];
  const width = pageWidth - 2 * margin;
  const options = snapshot.configuration;
  const job = readingOf(snapshot, jobConfiguration(jobId));
  const checkpointing = readingOf(snapshot, checkpointConfig(jobId));
  const execution = job.value === undefined ? [] : executionSettings(job.value, options);
  const checkpoint = checkpointing.readAt === undefined ? [] : checkpointingSettings(checkpointing.value, options);
  const columns = settingColumns([...execution, ...checkpoint], width);
  const rowsOf = (settings: readonly JobSetting[]) => settings.map((each) => settingRow(each, columns, width, theme));
  return [
    ...riskRows(jobDiagnosis(state, jobId)?.risks ?? [], width, theme),
    ...headingRows('Execution', comparison(execution, options !== undefined), width, theme),
    ...(execution.length > 0 ? rowsOf(execution) : [missingRow(job, width, theme)]),
    ...headingRows('Checkpointing', comparison(checkpoint, options !== undefined), width, theme),
    ...(checkpoint.length > 0 ? rowsOf(checkpoint) : [missingRow(checkpointing, width, theme)]),
    ...(job.value === undefined ? [] : parameterRows(userParameters(job.value), width, theme)),
  ]
    .slice(1)
    .map((row) => ' '.repeat(margin) + row);
}

/** Counts the settings that differ from the cluster's. */
function comparison(settings: readonly JobSetting[], isClusterKnown: boolean): readonly Part[] {
  if (settings.length === 0) return [];
  if (!isClusterKnown) return [{ text: "the cluster's configuration is unknown", token: 'muted' }];
  const count = settings.filter(({ differs }) => differs).length;
  if (count === 0) return [{ text: 'as in the cluster', token: 'muted' }];
  return [{ text: `${count} ${count === 1 ? 'differs' : 'differ'} from the cluster`, token: 'warning' }];
}

function riskRows(risks: readonly Finding[], width: number, theme: Theme): readonly string[] {
  if (risks.length === 0) return ['', theme.ok(cut('✓ No risks', width))];
  return [
    ...headingRows('Risks', [{ text: `${risks.length}` }], width, theme),
    ...risks.flatMap(({ text, next: [step] }) => [
      ...indentedRows({ text: `▲ ${text}`, token: 'warning' }, width, theme),
      ...(step === undefined ? [] : indentedRows({ text: `  ${step.text}` }, width, theme)),
    ]),
  ];
}

function parameterRows(
  parameters: readonly (readonly [name: string, value: string])[],
  width: number,
  theme: Theme,
): readonly string[] {
  const heading = headingRows('Job parameters', [{ text: `${parameters.length}` }], width, theme);
  if (parameters.length === 0) return [...heading, `  ${theme.muted('The program sets no global job parameters')}`];
  const nameWidth = Math.min(largest(parameters.map(([name]) => widthOf(name))), Math.floor(width / 2));
  return [
    ...heading,
    ...parameters.map(
      ([name, value]) => `  ${theme.muted(cell(name, nameWidth))}  ${cut(value, width - nameWidth - 4)}`,
    ),
  ];
}

function missingRow({ failure }: ReadingState<unknown>, width: number, theme: Theme): string {
  if (failure === undefined) return `  ${theme.busy('loading…')}`;
  return `  ${theme.warning(cut(describeError(failure).message, width - 2))}`;
}

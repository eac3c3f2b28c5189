import type { SavepointRequest } from '../../flink/rest.ts';
import { formatDuration } from '../../text/duration.ts';
import type { Input, Option } from './command.ts';

export const dryRun: Option = { name: 'dry-run', summary: 'say what it would hit, and change nothing' };
export const yes: Option = { name: 'yes', summary: 'do not ask for confirmation' };
export const noWait: Option = { name: 'no-wait', summary: 'ask for it, and do not wait until it is done' };

export const timeout = (standardMs: number): Option => ({
  name: 'timeout',
  value: 'DURATION',
  kind: 'duration',
  summary: `how long to wait before giving up; ${formatDuration(standardMs)} if not given`,
});
export const savepointDirectory: Option = {
  name: 'savepoint-dir',
  value: 'DIR',
  summary: "where the savepoint goes; the cluster's execution.checkpointing.savepoint-dir if not given",
};
export const savepointFormat: Option = {
  name: 'format',
  value: 'FORMAT',
  choices: ['canonical', 'native'],
  summary: 'canonical can be read by every state backend, native is faster; canonical if not given',
};

export const isOn = (input: Input, name: string): boolean => input.options[name] === true;

export function textOption(input: Input, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberOption(input: Input, name: string): number | undefined {
  const value = input.options[name];
  return typeof value === 'number' ? value : undefined;
}

/** Of an option that may be given several times. */
export function textOptions(input: Input, name: string): readonly string[] {
  const value = input.options[name];
  return Array.isArray(value) ? value : [];
}

/** What the options `savepoint-dir` and `format` ask Flink for. */
export function savepointRequest(input: Input): Pick<SavepointRequest, 'targetDirectory' | 'format'> {
  const format = textOption(input, 'format');
  return {
    targetDirectory: textOption(input, 'savepoint-dir'),
    format: format === undefined ? undefined : format === 'native' ? 'NATIVE' : 'CANONICAL',
  };
}

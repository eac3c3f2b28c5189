import type { SavepointRequest } from '../../flink/rest.ts';
import { formatDuration } from '../../text/duration.ts';
import type { Input, Option } from './command.ts';

export const dryRun: Option = { name: 'dry-run', summary: 'Show what would be affected without changing anything' };
export const yes: Option = { name: 'yes', summary: 'Skip confirmation' };
export const noWait: Option = { name: 'no-wait', summary: 'Return without waiting for completion' };

export const timeout = (defaultMs: number): Option => ({
  name: 'timeout',
  value: 'DURATION',
  kind: 'duration',
  summary: `How long to wait before giving up (default ${formatDuration(defaultMs)})`,
});
export const savepointDirectory: Option = {
  name: 'savepoint-dir',
  value: 'DIR',
  summary: 'Target directory of the savepoint (default: execution.checkpointing.savepoint-dir of the cluster)',
};
export const savepointFormat: Option = {
  name: 'format',
  value: 'FORMAT',
  choices: ['canonical', 'native'],
  summary: 'Savepoint format, default canonical',
};

export const hasNoOptions = ({ options }: Input): boolean => Object.keys(options).length === 0;

export const isOn = (input: Input, name: string): boolean => input.options[name] === true;

export function textOption(input: Input, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberOption(input: Input, name: string): number | undefined {
  const value = input.options[name];
  return typeof value === 'number' ? value : undefined;
}

/** Returns the values of a repeatable option. */
export function textOptions(input: Input, name: string): readonly string[] {
  const value = input.options[name];
  return Array.isArray(value) ? value : [];
}

/** Converts the options `savepoint-dir` and `format` to fields of a savepoint request. */
export function savepointRequest(input: Input): Pick<SavepointRequest, 'targetDirectory' | 'format'> {
  const format = textOption(input, 'format');
  return {
    targetDirectory: textOption(input, 'savepoint-dir'),
    format: format === undefined ? undefined : format === 'native' ? 'NATIVE' : 'CANONICAL',
  };
}

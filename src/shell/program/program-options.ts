import { Option, type Command as Program } from 'commander';
import { type OutputFormat, outputFormats } from '../../commands/record/output-format.ts';
import type { FlagValues } from '../../settings/read-settings.ts';
import { settingTable } from '../../settings/setting-table.ts';
import { type DynamicProperties, mergeFlags, readDynamicProperties } from './dynamic-properties.ts';
import type { CommonOptions } from './frontends.ts';

/** Adds the options that every subcommand accepts, before or after its name. */
export function addCommonOptions(program: Program): void {
  for (const setting of settingTable) {
    program.addOption(new Option(setting.flag, setting.summary));
    if ('negation' in setting) program.addOption(new Option(setting.negation, setting.negationSummary));
  }
  program.addOption(new Option('-o, --output <format>', 'Output format').choices(outputFormats).default('text'));
  program.addOption(
    new Option('-D <property>', 'Flink property that identifies the cluster, such as -Dkubernetes.namespace=NAME')
      .argParser((property, others: readonly string[]) => [...others, property])
      .default([], 'none'),
  );
}

export function readCommonOptions(program: Program): {
  readonly common: CommonOptions;
  readonly dynamic: DynamicProperties;
} {
  const { output, D: properties, ...options } = program.opts();
  const typed: { [name: string]: { readonly value: string; readonly flag: string } } = {};
  for (const { name, flag } of settingTable) {
    const value: unknown = options[new Option(flag).attributeName()];
    if (value === undefined) continue;
    const text = typeof value === 'string' ? value : value === true ? 'always' : 'never';
    typed[name] = { value: text, flag: `--${name}` };
  }
  const dynamic = readDynamicProperties(properties as readonly string[]);
  const flags: FlagValues = mergeFlags(typed, dynamic.flags);
  return { common: { flags, format: output as OutputFormat }, dynamic };
}

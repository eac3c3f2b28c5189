import * as v from 'valibot';
import { nearest } from '../text/nearest.ts';
import { configFilePath, readConfigFile } from './config-file.ts';
import type { Environment } from './environment.ts';
import { keysName } from './key-settings.ts';
import { type Setting, type SettingName, settingTable } from './setting-table.ts';
import { type Origin, type ReadSettings, type Settings, SettingsError, sourceOf } from './settings.ts';

/** Values of the flags, each with the flag's name for messages. */
export type FlagValues = { readonly [Name in SettingName]?: { readonly value: string; readonly flag: string } };

type Found = { readonly value: unknown; readonly origin: Origin };

/**
 * Reads all settings: flags take precedence over the environment, and the environment over the config file. Rejects
 * with a SettingsError.
 */
export async function readSettings(flags: FlagValues, environment: Environment): Promise<ReadSettings> {
  const path = configFilePath(environment);
  const file = await readConfigFile(path);
  rejectUnknownNames(file?.values, path);
  const settings: { [name: string]: string | undefined } = {};
  const origins: { [name: string]: Origin } = {};
  for (const setting of settingTable) {
    const { value, origin } = find(setting, flags, environment, file?.values, path);
    settings[setting.name] = value === undefined ? undefined : check(setting, value, origin);
    origins[setting.name] = origin;
  }
  return {
    settings: settings as Settings,
    origins: origins as ReadSettings['origins'],
    keys: { path, actions: file?.keys ?? [] },
  };
}

function find(
  setting: Setting & { readonly name: SettingName },
  flags: FlagValues,
  environment: Environment,
  file: ReadonlyMap<string, unknown> | undefined,
  path: string,
): Found {
  const typed = flags[setting.name];
  if (typed !== undefined) return { value: typed.value, origin: { kind: 'flag', name: typed.flag } };
  // An empty variable counts as unset, so `NAME= flink-tui` unsets it for a single run.
  const variable = environment[setting.environment] || undefined;
  if (variable !== undefined) {
    return { value: variable, origin: { kind: 'environment', name: setting.environment } };
  }
  if (file?.has(setting.name)) return { value: file.get(setting.name), origin: { kind: 'config file', name: path } };
  return { value: setting.fallback, origin: { kind: 'default', name: setting.fallbackNote ?? 'default' } };
}

function check(setting: Setting & { readonly name: SettingName }, value: unknown, origin: Origin): string {
  const result = v.safeParse(setting.schema, value);
  if (result.success) return result.output;
  const source = sourceOf(setting.name, origin);
  const options: readonly string[] = 'options' in setting.schema ? (setting.schema.options as string[]) : [];
  const allowed = options.length > 0 ? `one of ${options.join(', ')}` : result.issues[0].message;
  throw new SettingsError(
    `invalid value ${JSON.stringify(value)} for ${source}: must be ${allowed}`,
    typeof value === 'string' ? nearest(value, options).map((option) => `Did you mean ${option}?`) : [],
  );
}

function rejectUnknownNames(file: ReadonlyMap<string, unknown> | undefined, path: string): void {
  const known: readonly string[] = [...settingTable.map(({ name }) => name), keysName];
  const unknown = [...(file?.keys() ?? [])].find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const [suggestion] = nearest(unknown, known);
  throw new SettingsError(`unknown setting ${JSON.stringify(unknown)} in ${path}`, [
    suggestion === undefined ? `Settings: ${known.join(', ')}` : `Did you mean ${suggestion}?`,
  ]);
}

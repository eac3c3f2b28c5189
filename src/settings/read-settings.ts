import * as v from 'valibot';
import { nearest } from '../text/nearest.ts';
import { configFilePath, readConfigFile } from './config-file.ts';
import type { Environment } from './environment.ts';
import { type Setting, type SettingName, settingTable } from './setting-table.ts';
import { type Origin, placeOf, type ReadSettings, type Settings, SettingsError } from './settings.ts';

/** What the flags said, with the flag as it was typed. */
export type FlagValues = { readonly [Name in SettingName]?: { readonly value: string; readonly flag: string } };

type Found = { readonly value: unknown; readonly origin: Origin };

/** Flags go before the environment, the environment before the config file. Rejects with a SettingsError. */
export async function readSettings(flags: FlagValues, environment: Environment): Promise<ReadSettings> {
  const path = configFilePath(environment);
  const file = await readConfigFile(path);
  refuseUnknownKeys(file, path);
  const settings: { [name: string]: string | undefined } = {};
  const origins: { [name: string]: Origin } = {};
  for (const setting of settingTable) {
    const { value, origin } = find(setting, flags, environment, file, path);
    settings[setting.name] = value === undefined ? undefined : check(setting, value, origin);
    origins[setting.name] = origin;
  }
  return { settings: settings as Settings, origins: origins as ReadSettings['origins'] };
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
  // An empty variable is how a shell unsets one for a single call.
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
  const place = placeOf(setting.name, origin);
  const options: readonly string[] = 'options' in setting.schema ? (setting.schema.options as string[]) : [];
  const allowed = options.length > 0 ? `one of ${options.join(', ')}` : result.issues[0].message;
  throw new SettingsError(
    `${place} is ${JSON.stringify(value)}; it should be ${allowed}`,
    typeof value === 'string' ? nearest(value, options).map((option) => `Did you mean ${option}?`) : [],
  );
}

function refuseUnknownKeys(file: ReadonlyMap<string, unknown> | undefined, path: string): void {
  const known: readonly string[] = settingTable.map(({ name }) => name);
  const unknown = [...(file?.keys() ?? [])].find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const [meant] = nearest(unknown, known);
  throw new SettingsError(`${path} has an unknown setting ${JSON.stringify(unknown)}`, [
    meant === undefined ? `There are ${known.join(', ')}.` : `Did you mean ${meant}?`,
  ]);
}

import { access, constants, stat } from 'node:fs/promises';
import { expandHome } from './expand-home.ts';
import { type Setting, type SettingName, settingTable } from './setting-table.ts';
import { type Origin, placeOf, type ReadSettings, SettingsError } from './settings.ts';

const fileSettings = (settingTable as readonly (Setting & { readonly name: SettingName })[])
  .filter(({ isFile }) => isFile)
  .map(({ name }) => name);

/**
 * Rejects with a SettingsError if a setting names a file that cannot be read. Without this a file that is needed late, or
 * not at all in this run, would be ignored. Nothing is read here: a pipe can be read only once.
 */
export async function checkFiles({ settings, origins }: ReadSettings): Promise<void> {
  for (const name of fileSettings) {
    const path = settings[name];
    if (path !== undefined && !mayBeMissing(name, origins[name])) await checkFile(path, placeOf(name, origins[name]));
  }
}

/** KUBECONFIG may list several files, and kubectl skips those that do not exist. */
function mayBeMissing(name: SettingName, { kind }: Origin): boolean {
  return name === 'kubeconfig' && kind === 'environment';
}

async function checkFile(path: string, place: string): Promise<void> {
  const reason = await whyUnreadable(expandHome(path));
  if (reason === undefined) return;
  throw new SettingsError(`cannot read ${path}, the file of ${place}: ${reason}`, [
    `Correct the path, or remove ${place}.`,
  ]);
}

async function whyUnreadable(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).isDirectory()) return 'it is a folder';
    await access(path, constants.R_OK);
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return reasons[code ?? ''] ?? message;
  }
}

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'permission denied',
  ELOOP: 'its symbolic links form a loop',
};

import { access, constants, stat } from 'node:fs/promises';
import { expandHome } from './expand-home.ts';
import { type Setting, type SettingName, settingTable } from './setting-table.ts';
import { type Origin, type ReadSettings, SettingsError, sourceOf } from './settings.ts';

const fileSettings = (settingTable as readonly (Setting & { readonly name: SettingName })[])
  .filter(({ isFile }) => isFile)
  .map(({ name }) => name);

/**
 * Rejects with a SettingsError if a setting names an unreadable file. Otherwise a wrong path would go unnoticed until
 * the file is used.
 */
export async function checkFiles({ settings, origins }: ReadSettings): Promise<void> {
  for (const name of fileSettings) {
    const path = settings[name];
    if (path !== undefined && !canBeMissing(name, origins[name])) await checkFile(path, sourceOf(name, origins[name]));
  }
}

/** KUBECONFIG may list several files, and kubectl skips those that do not exist. */
function canBeMissing(name: SettingName, { kind }: Origin): boolean {
  return name === 'kubeconfig' && kind === 'environment';
}

async function checkFile(path: string, source: string): Promise<void> {
  const reason = await findReadError(expandHome(path));
  if (reason === undefined) return;
  throw new SettingsError(`cannot read ${path} (${source}): ${reason}`, [`Correct the path or remove ${source}`]);
}

/** Checks access without reading the content, because a pipe can be read only once. */
async function findReadError(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).isDirectory()) return 'is a directory';
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
  ELOOP: 'too many levels of symbolic links',
};

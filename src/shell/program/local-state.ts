import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { LocalState } from '../../commands/record/local-state.ts';
import { makeFolder } from '../../logs/spool/make-folder.ts';
import type { Environment } from '../../settings/environment.ts';
import { logFilePath } from './log-file.ts';

/**
 * Saves texts as files next to the log file. Renames a draft to the file, so that readers never see an incomplete text.
 */
export function createLocalState(environment: Environment): LocalState {
  const folder = dirname(logFilePath(environment));
  return {
    journals: join(folder, 'journal'),
    user: `${userName()}@${hostname()}`,
    read: (name) => readFile(join(folder, name), 'utf8').catch(() => undefined),
    write: async (name, text) => {
      const file = join(folder, name);
      const draft = `${file}.${randomUUID()}`;
      try {
        if (text === undefined) {
          await rm(file, { force: true });
        } else {
          makeFolder(folder);
          await writeFile(draft, text, { mode: 0o600 });
          await rename(draft, file);
        }
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Falls back to the user id, because it may have no name in a container. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

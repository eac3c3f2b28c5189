import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { LocalState } from '../../commands/record/local-state.ts';
import { makeFolder } from '../../logs/spool/make-folder.ts';
import type { Environment } from '../../settings/environment.ts';
import { logFilePath } from './log-file.ts';

/** Files beside the log. What is half written is never read: a new file takes the old one's place in one step. */
export function createLocalState(environment: Environment): LocalState {
  const folder = dirname(logFilePath(environment));
  return {
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

/** A container may run as a user id that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'somebody');
  }
}

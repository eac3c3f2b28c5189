import { homedir } from 'node:os';

/** Replaces a leading `~/` with the home directory, because no shell expands `~/` in the config file. */
export const expandHome = (path: string): string => path.replace(/^~(?=\/)/, homedir());

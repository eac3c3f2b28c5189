import { homedir } from 'node:os';

/** Replaces a leading `~/` with the home folder. No shell expands it in the config file. */
export const expandHome = (path: string): string => path.replace(/^~(?=\/)/, homedir());

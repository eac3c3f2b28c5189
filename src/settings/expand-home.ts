import { homedir } from 'node:os';

/** A leading `~/` is the home folder, also where no shell has expanded it: in the config file and the environment. */
export const expandHome = (path: string): string => path.replace(/^~(?=\/)/, homedir());

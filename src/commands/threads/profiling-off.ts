import { CommandError, exitCodes } from '../record/command-error.ts';

/** The error for a feature that the configuration of Flink disables. */
export const disabledError = (what: string, option: string): CommandError =>
  new CommandError(exitCodes.failed, `${what} is disabled in this cluster`, [
    `Set ${option}: true in Flink's configuration and restart the JobManager to enable it`,
    'Run threads without this option for a profile from thread dumps',
  ]);

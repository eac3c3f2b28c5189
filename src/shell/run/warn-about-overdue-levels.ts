import { savedLevelsName } from '../../commands/log-level/write/saved-levels-name.ts';
import type { Services } from '../../commands/record/command.ts';
import { printable } from '../../text/printable.ts';
import { writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';

/** Warns about log levels that a flink-tui on this computer set for a limited time and ended too early to revert. */
export async function warnAboutOverdueLevels(
  services: Services,
  { streams, signal }: Pick<RunOptions, 'streams' | 'signal'>,
): Promise<void> {
  // Usually there are none, and the module is not loaded.
  if ((await services.local?.read(savedLevelsName(services.connection))) === undefined) return;
  const { reportOverdueLevels } = await import('../../commands/log-level/write/report-overdue.ts');
  for (const line of await reportOverdueLevels(services, signal)) {
    await writeText(streams.stderr, printable(`warning: ${line}`), signal);
  }
}

import { savedLevelsName } from '../../commands/log-level/write/saved-levels-name.ts';
import type { Services } from '../../commands/record/command.ts';
import { printable } from '../../text/printable.ts';
import { writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';

/** What a flink-tui on this computer has set for a time that is over, and was not there any more to take back. */
export async function warnAboutOverdueLevels(
  services: Services,
  { streams, signal }: Pick<RunOptions, 'streams' | 'signal'>,
): Promise<void> {
  // Mostly there is none, and then nothing more is loaded.
  if ((await services.local?.read(savedLevelsName(services.connection))) === undefined) return;
  const { reportOverdueLevels } = await import('../../commands/log-level/write/report-overdue.ts');
  for (const line of await reportOverdueLevels(services, signal)) {
    await writeText(streams.stderr, printable(`warning: ${line}`), signal);
  }
}

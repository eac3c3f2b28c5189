import { savedLevelsName } from '../../commands/log-level/write/saved-levels-name.ts';
import type { Services } from '../../commands/record/command.ts';
import { printable } from '../../text/printable.ts';
import { writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';

/** Warns about log levels whose revert is overdue because flink-tui on this computer exited too early. */
export async function warnAboutOverdueLevels(
  services: Services,
  { streams, signal }: Pick<RunOptions, 'streams' | 'signal'>,
): Promise<void> {
  // Usually no levels are saved, so the module is loaded only on demand.
  if ((await services.local?.read(savedLevelsName(services.connection))) === undefined) return;
  const { reportOverdueLevels } = await import('../../commands/log-level/write/report-overdue.ts');
  for (const line of await reportOverdueLevels(services, signal)) {
    await writeText(streams.stderr, printable(`warning: ${line}`), signal);
  }
}

import type { Services } from '../commands/command.ts';
import { noteName } from '../commands/log-level/note-name.ts';
import { printable } from '../text/printable.ts';
import type { Terms } from './terms.ts';
import { writeText } from './write.ts';

/** What a flink-tui on this computer has set for a time that is over, and was not there any more to take back. */
export async function warnOfOverdueLevels(
  services: Services,
  { streams, signal }: Pick<Terms, 'streams' | 'signal'>,
): Promise<void> {
  // Mostly there is none, and then nothing more is loaded.
  if ((await services.local?.read(noteName(services.connection))) === undefined) return;
  const { tellOverdue } = await import('../commands/log-level/tell-overdue.ts');
  for (const line of await tellOverdue(services, signal)) {
    await writeText(streams.stderr, printable(`warning: ${line}`), signal);
  }
}

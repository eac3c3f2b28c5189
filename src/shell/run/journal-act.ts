import { actTitle, endOfError, endOfResult, isAct, type RunEnd } from '../../commands/record/act.ts';
import type { Command, Plan, Services } from '../../commands/record/command.ts';
import type { RunOptions } from '../program/run-options.ts';

/** Runs a plan. If it is an act, its start is recorded before and its end after the run. */
export type JournalAct = <Result>(plan: Plan, run: () => Promise<Result>) => Promise<Result>;

const withoutJournal: JournalAct = (_plan, run) => run();

/** Call it before the command is planned: what the journal needs is then loaded meanwhile. */
export function prepareJournal(
  command: Command,
  { connection, now }: Services,
  { journal, signal }: Pick<RunOptions, 'journal' | 'signal'>,
): JournalAct {
  if (journal === undefined || command.render.summary === undefined) return withoutJournal;
  const deployment = connection.deploymentUid();
  const loading = import('../../session/journal/act-journal.ts').catch(journal.onFailure);
  return async (plan, run) => {
    if (!isAct(command, plan)) return run();
    const loaded = await loading;
    if (loaded === undefined) return run();
    const startedAt = now();
    const endAct = await loaded.startAct(connection, deployment, actTitle(plan), journal);
    const end = ({ outcome, details: [detail = ''] }: RunEnd) => endAct({ outcome, detail });
    const result = await run().catch(async (error: unknown) => {
      await end(signal.aborted ? interrupted : endOfError(error));
      throw error;
    });
    await end(endOfResult(command, result, now() - startedAt));
    return result;
  };
}

const interrupted: RunEnd = { outcome: 'interrupted', details: [] };

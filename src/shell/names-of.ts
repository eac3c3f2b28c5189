import type { ClusterNameKind, Services } from '../commands/command.ts';
import { parseWords } from '../commands/parse.ts';
import type { Connection } from '../session/session.ts';

const lister = { job: 'list', pod: 'pods', logger: 'log-level' } as const satisfies Record<ClusterNameKind, string>;

/** What `-o name` prints of the jobs, the pods or the loggers; closes the connection. */
export async function namesOf(
  kind: ClusterNameKind,
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { command, input } = parseWords([lister[kind]]);
  const services: Services = { connection, snapshot: undefined, now: Date.now };
  try {
    const run = command.run(services, await command.plan(services, input, signal), signal);
    let step = await run.next();
    while (step.done !== true) step = await run.next();
    return command.render.names(step.value);
  } finally {
    await connection.close();
  }
}

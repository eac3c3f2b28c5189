import type { Forward } from '../../session/forwards/forward.ts';
import type { Progress, Services } from '../record/command.ts';
import { watchApiServer } from '../record/watch-api-server.ts';
import { describeForwardState } from './describe-forward.ts';

/** Reports forwards until the signal aborts, which is the normal end. Notes report outages of the API server. */
export async function* followForwards(
  { kubernetes, forwards }: Services['connection'],
  list: () => readonly Forward[],
  line: (forward: Forward) => string,
  data: (forward: Forward) => object,
  /** Text: each forward once, then its state as progress. Data: one line per forward, then one per state change. */
  isText: boolean,
  signal: AbortSignal,
): AsyncGenerator<Progress, void, void> {
  const reportedStates = new Map<number, string>();
  let changed = Promise.withResolvers<void>();
  const wake = () => changed.resolve();
  const notes: string[] = [];
  const apiServer = watchApiServer(kubernetes, {
    report: (text) => {
      notes.push(text);
      wake();
      forwards.check();
    },
    recovered: forwards.check,
  });
  const unsubscribe = forwards.subscribe(wake);
  signal.addEventListener('abort', wake);
  try {
    if (isText) yield bytes(list().map(line).join('\n'));
    while (!signal.aborted) {
      changed = Promise.withResolvers<void>();
      for (const text of notes.splice(0)) yield { kind: 'note', text };
      for (const forward of list()) {
        const state = describeForwardState(forward.state);
        if (reportedStates.get(forward.id) === state) continue;
        const event = reportedStates.has(forward.id) ? 'state' : 'listening';
        reportedStates.set(forward.id, state);
        if (!isText) yield bytes(JSON.stringify({ event, ...data(forward) }));
      }
      if (isText) yield { kind: 'step', text: stateLine(list()) };
      await changed.promise;
    }
  } finally {
    apiServer.stop();
    unsubscribe();
    signal.removeEventListener('abort', wake);
  }
}

function stateLine(forwards: readonly Forward[]): string {
  const [only, ...others] = forwards;
  if (only !== undefined && others.length === 0) return describeForwardState(only.state);
  return forwards.map(({ localPort, state }) => `${localPort} ${describeForwardState(state)}`).join(' · ');
}

function bytes(line: string): Progress {
  return { kind: 'bytes', chunk: Buffer.from(`${line}\n`) };
}

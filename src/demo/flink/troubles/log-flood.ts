import type { JobSpec } from '../jobs/job.ts';

const linesPerIteration = 4;
/** One of so many lines is a warning. */
const linesPerWarning = 50;

/** One logger writes almost the whole log. The demo stays light with its 40 lines/s, which are no flood for `why`. */
export const logFloodJob: JobSpec = {
  name: 'Login audit',
  parallelism: 1,
  type: 'STREAMING',
  vertices: [
    { id: 'cbc357ccb763df2852fee8c4fc7d55f2', name: 'Source: logins' },
    { id: '5d9cdb3e1a1c4f7d8b02a6f1e9c7a3d4', name: 'audit -> Sink: archive' },
  ],
  checkpointEveryMs: 10_000,
  stateSize: 120_000,
  userCode: {
    everyMs: 100,
    write: (console, iteration) => {
      const logger = 'com.example.audit.LoginAudit';
      const first = iteration * linesPerIteration;
      for (let line = first; line < first + linesPerIteration; line += 1) {
        const user = `user ${line % 977}`;
        if (line % linesPerWarning === 0) console.write('WARN', logger, `${user} failed to log in 3 times`);
        else console.write('INFO', logger, `${user} logged in from 10.0.${line % 200}.${line % 250}, session ${line}`);
      }
    },
  },
};

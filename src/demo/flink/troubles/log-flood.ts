import type { JobSpec } from '../jobs/job.ts';

const ids = { source: 'cbc357ccb763df2852fee8c4fc7d55f2', audit: '5d9cdb3e1a1c4f7d8b02a6f1e9c7a3d4' } as const;

const everyMs = 100;
/** One of so many lines is a warning. */
const linesPerWarning = 50;
/** A late timer writes at most the lines of this time. */
const maxLateMs = 2000;

/** One logger writes almost the whole log. The demo stays light with the default rate, which is no flood for `why`. */
export function logFloodJob(linesPerSecond = 40): JobSpec {
  let writtenAt: number | undefined;
  let owed = 0;
  let written = 0;
  return {
    name: 'Login audit',
    parallelism: 1,
    type: 'STREAMING',
    vertices: [
      { id: ids.source, name: 'Source: logins' },
      { id: ids.audit, name: 'audit -> Sink: archive' },
    ],
    checkpointEveryMs: 10_000,
    stateSize: 120_000,
    userCode: {
      everyMs,
      write: (console, _, at) => {
        const elapsedMs = at - (writtenAt ?? at - everyMs);
        owed += (Math.max(0, Math.min(elapsedMs, maxLateMs)) * linesPerSecond) / 1000;
        writtenAt = at;
        for (; owed >= 1; owed -= 1) {
          written += 1;
          if (written % linesPerWarning === 0) {
            console.write('WARN', 'com.example.audit.LoginAudit', `user ${written % 977} failed to log in 3 times`);
          } else {
            console.write(
              'INFO',
              'com.example.audit.LoginAudit',
              `user ${written % 977} logged in from 10.0.${written % 200}.${written % 250}, session ${written}`,
            );
          }
        }
      },
    },
  };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeEntry, type Severity } from '../../../src/session/journal/describe-entry.ts';
import type { EntryKind, JournalEntry } from '../../../src/session/journal/entry.ts';

const at = Date.parse('2026-11-23T12:00:00Z');
const ofOrders = { at, job: 'a1', jobName: 'orders' } as const;
const ofPod = { at, pod: 'demo-taskmanager-1-1', uid: 'u1', role: 'taskmanager' } as const;
const disk = { exception: 'IOException', message: 'No space left on device' };
const onMap = { ...disk, task: 'map (1/2) - execution #3', pod: 'demo-taskmanager-1-1' };
const checkpoint = { kind: 'checkpoint', ...ofOrders, id: 7 } as const;
const act = { kind: 'act', at, id: '1f2e', title: 'Savepoint of orders', by: 'ann@laptop' } as const;

/** Each kind has at least one row. */
const cases: {
  readonly [Kind in EntryKind]: readonly (readonly [
    entry: Extract<JournalEntry, { readonly kind: Kind }>,
    subject: string,
    text: string,
    severity: Severity,
  ])[];
} = {
  job: [
    [{ kind: 'job', ...ofOrders, state: 'CREATED' }, 'orders', 'CREATED', 'routine'],
    [{ kind: 'job', ...ofOrders, state: 'RUNNING' }, 'orders', 'RUNNING', 'change'],
    [{ kind: 'job', ...ofOrders, state: 'RESTARTING' }, 'orders', 'RESTARTING', 'warning'],
    [{ kind: 'job', ...ofOrders, state: 'FAILED' }, 'orders', 'FAILED', 'problem'],
    [{ kind: 'job', ...ofOrders, state: 'LOST' }, 'orders', 'LOST: Flink no longer knows the job', 'problem'],
  ],
  failure: [
    [
      { kind: 'failure', ...ofOrders, ...onMap, concurrent: [disk, disk] },
      'orders',
      'failed: IOException: No space left on device, in map (1/2) on demo-taskmanager-1-1, and 2 more',
      'problem',
    ],
    [
      { kind: 'failure', ...ofOrders, ...disk, isFinal: true },
      'orders',
      'failed, not restarted: IOException: No space left on device',
      'problem',
    ],
    [
      { kind: 'failure', ...ofOrders, exception: 'NullPointerException', message: '' },
      'orders',
      'failed: NullPointerException',
      'problem',
    ],
  ],
  restarts: [
    [
      { kind: 'restarts', ...ofOrders, from: at - 3_600_000, count: 284 },
      'orders',
      'about 284 more restarts between 11:00:00 and 12:00:00, no longer listed by Flink',
      'problem',
    ],
    [
      { kind: 'restarts', ...ofOrders, from: at - 86_400_000, count: 1 },
      'orders',
      'about 1 more restart between 2026-11-22 12:00:00 and 12:00:00, no longer listed by Flink',
      'problem',
    ],
    [
      { kind: 'restarts', ...ofOrders, from: at - 60_000 },
      'orders',
      'unknown number of restarts between 11:59:00 and 12:00:00, no longer listed by Flink',
      'problem',
    ],
  ],
  checkpoint: [
    [
      { ...checkpoint, outcome: 'completed', durationMs: 2400, bytes: 1536 },
      'orders',
      'checkpoint 7 completed in 2 s, 1.5 KiB',
      'routine',
    ],
    [
      { ...checkpoint, outcome: 'completed', isSavepoint: true, durationMs: 400, path: 's3://savepoints/orders-7' },
      'orders',
      'savepoint 7 completed in 0.4 s: s3://savepoints/orders-7',
      'change',
    ],
    [
      { ...checkpoint, outcome: 'failed', durationMs: 2400, message: 'task not ready' },
      'orders',
      'checkpoint 7 failed after 2 s: task not ready',
      'problem',
    ],
    [
      { ...checkpoint, outcome: 'expired', durationMs: 600_000, message: 'Checkpoint expired before completing.' },
      'orders',
      'checkpoint 7 expired after 10m',
      'problem',
    ],
    [
      { ...checkpoint, outcome: 'late', durationMs: 60_000 },
      'orders',
      'checkpoint 7 is late: still in progress after 1m',
      'warning',
    ],
  ],
  checkpoints: [
    [
      { kind: 'checkpoints', ...ofOrders, from: 8, to: 17 },
      'orders',
      'checkpoints 8 to 17 ended, results unknown',
      'routine',
    ],
    [{ kind: 'checkpoints', ...ofOrders, from: 8, to: 8 }, 'orders', 'checkpoint 8 ended, result unknown', 'routine'],
  ],
  parallelism: [
    [
      {
        kind: 'parallelism',
        ...ofOrders,
        vertices: [
          { id: 'v1', name: 'Source: orders', to: 2 },
          { id: 'v2', name: 'map', from: 4, to: 3 },
        ],
      },
      'orders',
      'parallelism 2 of Source: orders, 4 -> 3 of map',
      'change',
    ],
  ],
  'last-seen': [
    [
      { kind: 'last-seen', ...ofOrders, state: 'FAILED', startedAt: at - 60_000 },
      'orders',
      'load not measured before the end',
      'routine',
    ],
    [
      {
        ...{ kind: 'last-seen', ...ofOrders, state: 'FAILED', startedAt: at - 60_000, measuredAt: at - 5000 },
        ...{ names: ['source', 'score'], busy: [3, 97], bottleneck: 1 },
        findings: [{ rule: 'back-pressure', severity: 'warning', text: 'score slows orders down' }],
      },
      'orders',
      'load last measured at 11:59:55: slowest vertex score, 97% busy. score slows orders down',
      'routine',
    ],
  ],
  pod: [
    [{ kind: 'pod', ...ofPod, phase: 'created' }, 'demo-taskmanager-1-1', 'pod created', 'routine'],
    [
      { kind: 'pod', ...ofPod, phase: 'created', node: 'node-1' },
      'demo-taskmanager-1-1',
      'pod created on node-1',
      'routine',
    ],
    [
      { kind: 'pod', ...ofPod, phase: 'OOM-killed', reason: 'memory limit exceeded', node: 'node-1' },
      'demo-taskmanager-1-1',
      'OOM-killed: memory limit exceeded',
      'problem',
    ],
    [{ kind: 'pod', ...ofPod, phase: 'registered' }, 'demo-taskmanager-1-1', 'registered', 'routine'],
    [{ kind: 'pod', ...ofPod, phase: 'idle' }, 'demo-taskmanager-1-1', 'idle', 'routine'],
    [{ kind: 'pod', ...ofPod, phase: 'deleted' }, 'demo-taskmanager-1-1', 'deleted', 'warning'],
  ],
  'container-restart': [
    [
      { kind: 'container-restart', ...ofPod, restarts: 3, reason: 'exit code 239: fatal uncaught exception' },
      'demo-taskmanager-1-1',
      'container restart 3 after exit code 239: fatal uncaught exception',
      'problem',
    ],
    [{ kind: 'container-restart', ...ofPod, restarts: 1 }, 'demo-taskmanager-1-1', 'container restart 1', 'problem'],
  ],
  leader: [
    [{ kind: 'leader', at, pod: 'demo-5d6f' }, 'demo-5d6f', 'leads', 'change'],
    [{ kind: 'leader', at }, 'JobManager', 'no JobManager leads', 'problem'],
  ],
  warning: [
    [
      { kind: 'warning', at, uid: 'e1', object: 'Pod/demo-5d6f', reason: 'BackOff', message: 'Back-off', count: 1 },
      'demo-5d6f',
      'BackOff: Back-off',
      'warning',
    ],
    [
      { kind: 'warning', at, uid: 'e1', object: 'Deployment/demo', reason: 'Failed', message: 'quota', count: 4 },
      'Deployment/demo',
      'Failed: quota (4 times)',
      'warning',
    ],
  ],
  level: [
    [
      { kind: 'level', at, logger: 'org.apache', level: 'DEBUG', by: 'ann@laptop', until: at + 600_000 },
      'org.apache',
      'level DEBUG by ann@laptop until 12:10:00',
      'change',
    ],
    [{ kind: 'level', at, logger: 'org.apache' }, 'org.apache', 'level reverted', 'change'],
  ],
  errors: [
    [
      { kind: 'errors', at, pod: 'demo-5d6f', uid: 'u2', perMinute: 50, before: 2 },
      'demo-5d6f',
      '50 errors in a minute, at most 2 in the minutes before',
      'problem',
    ],
  ],
  deployment: [
    [
      {
        kind: 'deployment',
        at,
        changes: [
          { what: 'image', from: 'flink:2.2', to: 'flink:2.3' },
          { what: 'config a', to: '1' },
          { what: 'config b', from: '2' },
        ],
      },
      'Deployment',
      'image flink:2.2 -> flink:2.3, config a set to 1, config b removed, was 2',
      'change',
    ],
  ],
  forward: [
    [
      { kind: 'forward', at, url: 'http://127.0.0.1:8081', target: 'the Web UI', isOpen: true },
      'http://127.0.0.1:8081',
      'forward to the Web UI opened',
      'routine',
    ],
    [
      { kind: 'forward', at, url: 'http://127.0.0.1:8081', target: 'the Web UI', isOpen: false },
      'http://127.0.0.1:8081',
      'forward to the Web UI closed',
      'routine',
    ],
  ],
  link: [
    [
      { kind: 'link', at, server: 'kubernetes', isUp: false, reason: 'no route to host' },
      'API server',
      'no response: no route to host',
      'problem',
    ],
    [{ kind: 'link', at, server: 'rest', isUp: true }, 'REST API', 'responds again', 'change'],
  ],
  act: [
    [act, 'ann@laptop', 'Savepoint of orders started', 'change'],
    [
      { ...act, outcome: 'done', detail: 's3://savepoints/orders-7' },
      'ann@laptop',
      'Savepoint of orders done: s3://savepoints/orders-7',
      'change',
    ],
    [
      { ...act, outcome: 'failed', detail: 'job not found' },
      'ann@laptop',
      'Savepoint of orders failed: job not found',
      'warning',
    ],
  ],
  slots: [[{ kind: 'slots', at, used: 3, total: 4 }, 'slots', '3 of 4 slots in use', 'routine']],
  memory: [
    [
      { kind: 'memory', ...ofPod, usage: 998 * 2 ** 20, limit: 1000 * 2 ** 20, growth: 60 * 2 ** 20, isEnd: true },
      'demo-taskmanager-1-1',
      'memory 998 of 1000 MiB, growing 60 MiB/min',
      'routine',
    ],
    [{ kind: 'memory', ...ofPod }, 'demo-taskmanager-1-1', 'memory', 'routine'],
  ],
  sleep: [[{ kind: 'sleep', at, until: at + 300_000 }, 'flink-tui', 'suspended for 5m', 'routine']],
};

for (const [entry, subject, text, severity] of Object.values(cases).flat()) {
  test(`${entry.kind}: ${subject}: ${text}`, () => {
    assert.deepEqual(describeEntry(entry), { subject, text, severity });
  });
}

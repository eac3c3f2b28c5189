import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../../../src/kubernetes/objects.ts';
import { podConditions } from '../../../../src/session/pods/detail/pod-conditions.ts';
import { podContainers } from '../../../../src/session/pods/detail/pod-containers.ts';
import { podVolumes } from '../../../../src/session/pods/detail/pod-environment.ts';
import { podPlacement } from '../../../../src/session/pods/detail/pod-placement.ts';
import {
  eventsOf,
  headSection,
  podContainerSections,
  variableSections,
} from '../../../../src/session/pods/detail/pod-sections.ts';
import { podYaml } from '../../../../src/session/pods/detail/pod-yaml.ts';
import type { SessionEvent } from '../../../../src/session/snapshot.ts';
import { podRow, sessionSnapshot } from '../../../support/session.ts';
import { podOf, terminated, waiting } from '../pod-fixtures.ts';

const condition = (type: string, status: string, more: object = {}) => ({ type, status, ...more });

function sourceOf(pod: Pod, row: Partial<Parameters<typeof podRow>[0]> = {}) {
  const shown = podRow({ name: 'demo-taskmanager-1-1', uid: pod.metadata?.uid ?? '', ...row });
  const snapshot = sessionSnapshot({ pods: [shown], podObjects: new Map([[shown.uid, pod]]) });
  return { row: shown, snapshot, time: (at: number) => new Date(at).toISOString() };
}

const textsOf = (section: { readonly rows: readonly { readonly label: string; readonly text: string }[] }) =>
  section.rows.map(({ label, text }) => `${label}: ${text}`);

test('conditions are in words, and problems are first with their reason', () => {
  const conditions = podConditions(
    podOf({
      status: {
        conditions: [
          condition('PodScheduled', 'True', { lastTransitionTime: '2026-11-23T11:00:00Z' }),
          condition('Ready', 'False', { reason: 'ContainersNotReady', message: 'containers with unready status: [a]' }),
          condition('DisruptionTarget', 'True', { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }),
        ],
      },
    }),
  );
  assert.deepEqual(
    conditions.map(({ text, reason, isProblem }) => [text, reason, isProblem]),
    [
      ['not ready', 'containers with unready status: [a]', true],
      ['about to be ended', 'Eviction API: evicting', true],
      ['scheduled', undefined, false],
    ],
  );
  assert.equal(conditions[2]?.since, Date.parse('2026-11-23T11:00:00Z'));
});

test('a pod that is not scheduled says why and since when, without the part about preemption', () => {
  const message = '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No victims.';
  const unscheduled = condition('PodScheduled', 'False', {
    reason: 'Unschedulable',
    message,
    lastTransitionTime: '2026-11-23T11:00:00Z',
  });
  const source = sourceOf(podOf({ status: { conditions: [unscheduled] } }), { health: 'warning', status: 'pending' });
  assert.ok(
    textsOf(headSection(source)).includes(
      'conditions: not scheduled since 2026-11-23T11:00:00.000Z: 0/3 nodes are available: 3 Insufficient cpu',
    ),
  );
});

test('containers are in the order main, sidecars, init containers; a sick one is shown first', () => {
  const spec = {
    containers: [{ name: 'logger' }, { name: 'flink-main-container' }],
    initContainers: [{ name: 'setup' }, { name: 'proxy', restartPolicy: 'Always' }],
  };
  const pod = podOf({
    spec,
    status: {
      containerStatuses: [
        { name: 'logger', state: waiting('ImagePullBackOff', 'Back-off pulling image'), restartCount: 0 },
        { name: 'flink-main-container', state: { running: {} }, ready: true, restartCount: 0 },
      ],
      initContainerStatuses: [{ name: 'setup', state: terminated(0, 'Completed'), restartCount: 0 }],
    },
  });
  assert.deepEqual(
    podContainers(pod).map(({ name, kind }) => `${name} ${kind}`),
    ['flink-main-container main', 'logger sidecar', 'setup init', 'proxy sidecar'],
  );
  const titles = podContainerSections(sourceOf(pod)).map(({ notes }) => notes.map(({ text }) => text).join(', '));
  assert.deepEqual(titles, [
    'logger, waiting: ImagePullBackOff: Back-off pulling image',
    'flink-main-container, running, ready',
    'setup, completed',
    'proxy, not started',
  ]);
});

test('an end has its code, meaning, reason and times, and what the container wrote at its end', () => {
  const lastState = {
    terminated: {
      exitCode: 137,
      reason: 'OOMKilled',
      message: 'bye',
      startedAt: '2026-11-23T11:00:00Z',
      finishedAt: '2026-11-23T11:30:00Z',
    },
  };
  const [section] = podContainerSections(sourceOf(podOf({ restartCount: 2, lastState })));
  assert.deepEqual(textsOf(section ?? { rows: [] }).slice(0, 3), [
    'restarts: 2',
    'last end: exit code 137: killed (SIGKILL), OOMKilled at 2026-11-23T11:30:00.000Z, started 2026-11-23T11:00:00.000Z',
    ': bye',
  ]);
});

test('a variable of a Secret shows only its reference', () => {
  const env = [
    { name: 'PLAIN', value: 'x' },
    { name: 'DB_PASSWORD', value: 'hunter2' },
    { name: 'FROM_SECRET', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
  ];
  const envFrom = [{ secretRef: { name: 'all' }, prefix: 'X_' }];
  const pod = podOf({ spec: { containers: [{ name: 'flink-main-container', env, envFrom }] } });
  const [section] = variableSections(sourceOf(pod));
  assert.deepEqual(textsOf(section ?? { rows: [] }), [
    'X_*: ← all of Secret all',
    'PLAIN: x',
    'DB_PASSWORD: ******',
    'FROM_SECRET: ← Secret db, key password',
  ]);
  assert.doesNotMatch(podYaml(pod), /hunter2/);
});

test('the YAML starts with the metadata, without the bookkeeping of server-side apply', () => {
  const pod = podOf({});
  const withFields = { ...pod, metadata: { ...pod.metadata, managedFields: [{ manager: 'flink' }] } } as Pod;
  const yaml = podYaml(withFields);
  assert.match(yaml, /^apiVersion: v1\nkind: Pod\nmetadata:\n/);
  assert.doesNotMatch(yaml, /managedFields/);
});

test('volumes and rules for the node are named, but no default tolerations', () => {
  const pod = podOf({
    spec: {
      volumes: [
        { name: 'a', secret: { secretName: 's' } },
        { name: 'b', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
        {
          name: 'c',
          projected: { sources: [{ serviceAccountToken: { path: 'token' } }, { configMap: { name: 'ca' } }] },
        },
      ],
      nodeSelector: { disk: 'ssd' },
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'dedicated', value: 'flink', effect: 'NoSchedule' },
      ],
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: { app: 'demo' } }, topologyKey: 'kubernetes.io/hostname' },
          ],
        },
      },
    },
  });
  assert.deepEqual(
    podVolumes(pod).map(({ name, source }) => `${name}: ${source}`),
    [
      'a: Secret s',
      'b: empty directory in memory, at most 1Gi',
      'c: projected: token of the service account, ConfigMap ca',
    ],
  );
  assert.deepEqual(podPlacement(pod), {
    nodeSelector: ['disk=ssd'],
    tolerations: ['dedicated=flink:NoSchedule'],
    affinity: ['away from pods: app=demo by kubernetes.io/hostname'],
  });
});

test('events of an earlier pod with the same name are left out', () => {
  const row = podRow({ name: 'demo-taskmanager-1-1', createdAt: 100_000 });
  const event = (at: number, object = 'Pod/demo-taskmanager-1-1'): SessionEvent => ({
    ...{ uid: `${at}`, firstAt: at, at, count: 1, type: 'Normal', object, reason: 'Started', message: '' },
  });
  const kept = eventsOf([event(120_000), event(110_000, 'Pod/demo-taskmanager-1-2'), event(20_000)], row);
  assert.deepEqual(
    kept.map(({ at }) => at),
    [120_000],
  );
});

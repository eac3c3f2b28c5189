import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../../src/kubernetes/objects.ts';
import {
  builtInPlugins,
  imageDifference,
  imagesOf,
  resourcesOf,
  resourceText,
} from '../../../src/session/info/containers.ts';

type Container = NonNullable<Pod['spec']>['containers'][number];

function pod(name: string, part: Partial<Container> & { readonly id?: string } = {}): Pod {
  const { id, ...container } = part;
  const main = { name: 'flink-main-container', image: 'flink:2.3', ...container };
  const statuses =
    id === undefined ? [] : [{ name: main.name, imageID: id, image: main.image, ready: true, restartCount: 0 }];
  return {
    metadata: { name, labels: { component: name.startsWith('jm') ? 'jobmanager' : 'taskmanager' } },
    spec: { containers: [{ name: 'sidecar', image: 'proxy:1' }, main] },
    status: { containerStatuses: statuses },
  };
}

test('a pod that has not started counts to the image that other pods run', () => {
  const uses = imagesOf([pod('tm-1', { id: 'sha256:a' }), pod('tm-2'), pod('jm', { id: 'sha256:a' })]);
  assert.deepEqual(uses, [
    { role: 'jobmanager', image: 'flink:2.3', id: 'sha256:a', pods: ['jm'] },
    { role: 'taskmanager', image: 'flink:2.3', id: 'sha256:a', pods: ['tm-1', 'tm-2'] },
  ]);
  assert.equal(imageDifference(uses), undefined);
});

test('different images, and a tag that was moved, are told apart', () => {
  const images = imagesOf([pod('jm', { id: 'a' }), pod('tm', { id: 'b', image: 'flink:2.4' })]);
  assert.equal(imageDifference(images), 'The pods run 2 different images');
  const moved = imagesOf([pod('jm', { id: 'a' }), pod('tm', { id: 'b' })]);
  assert.equal(imageDifference(moved), 'The pods run 2 different versions of the image: its tag was moved');
});

test('equal resources of a role are one entry', () => {
  const resources = { requests: { cpu: '300m', memory: '1000Mi' }, limits: { cpu: '6', memory: '1000Mi' } };
  const uses = resourcesOf([pod('tm-1', { resources }), pod('tm-2', { resources }), pod('jm')]);
  assert.deepEqual(
    uses.map((use) => [use.role, use.pods, resourceText(use)]),
    [
      ['jobmanager', 1, 'cpu without a limit, memory without a limit'],
      ['taskmanager', 2, 'cpu 300m (limit 6), memory 1000Mi'],
    ],
  );
});

test('plugins are those of ENABLE_BUILT_IN_PLUGINS, unless the value is elsewhere', () => {
  const name = 'ENABLE_BUILT_IN_PLUGINS';
  assert.deepEqual(builtInPlugins(pod('jm', { env: [{ name, value: 'a.jar;b.jar;' }] })), ['a.jar', 'b.jar']);
  assert.deepEqual(builtInPlugins(pod('jm')), []);
  const valueFrom = { configMapKeyRef: { key: 'x', name: 'y' } };
  assert.equal(builtInPlugins(pod('jm', { env: [{ name, valueFrom }] })), undefined);
});

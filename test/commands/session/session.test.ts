import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSession } from '../session-under-test.ts';

type Option = {
  readonly key: string;
  readonly running: string | null;
  readonly configMap: string | null;
  readonly origin: string | null;
  readonly difference: string | null;
  readonly isCompared: boolean;
};
type Data = {
  readonly clusterId: string;
  readonly attention: readonly string[];
  readonly owner: { readonly kind: string };
  readonly jobManager: { readonly leader: string; readonly startedAt: string };
  readonly images: readonly { readonly role: string; readonly image: string; readonly pods: readonly string[] }[];
  readonly serviceAccount: string;
  readonly slots: { readonly total: number; readonly free: number };
  readonly highAvailability: {
    readonly enabled: boolean;
    readonly lease: { readonly holder: string; readonly isExpired: boolean; readonly durationSeconds: number } | null;
    readonly recoverableJobs: readonly string[];
    readonly configMaps: readonly { readonly jobId: string | null; readonly isOrphaned: boolean }[];
  };
  readonly configFile: { readonly file: string; readonly changedBy: string; readonly isChangedSinceStart: boolean };
  readonly differences: readonly Option[];
  readonly options: readonly Option[];
  readonly notRead: readonly { readonly what: string; readonly reason: string }[];
};

test('session lists the differences and all options with their origin, without secrets', () =>
  withSession({ hasEditedOptions: true }, async ({ demo, run, runningJob }) => {
    await runningJob('orders');
    const { text, data, names } = await run('session');
    assert.match(text, /^ATTENTION\n {2}warning: 2 options in the ConfigMap take effect on restart: slotmanager/m);
    assert.match(text, /^ {2}slots +0 of 1 free on 1 TaskManager$/m);
    assert.match(text, /^ {2}taskmanager\.numberOfTaskSlots +1 +2 +takes effect on restart$/m);
    assert.match(text, /^ {2}heartbeat\.timeout +2 min +50 s +overridden by -D in the command line$/m);
    assert.match(text, /^2 secrets are not compared: Flink masks them$/m);
    assert.match(text, /^ {2}s3\.secret-key +\*{6} +ConfigMap$/m);
    for (const secret of ['demo-secret', 'DEMOACCESSKEY', 'demo-password']) {
      assert.ok(!text.includes(secret) && !JSON.stringify(data).includes(secret), secret);
    }
    const { clusterId, owner, jobManager, images, configFile, differences, options, notRead, ...rest } = data as Data;
    assert.deepEqual([clusterId, owner.kind, rest.serviceAccount, notRead], [demo.clusterId, 'client', 'flink', []]);
    assert.match(jobManager.startedAt, /^\d{4}-.*Z$/);
    assert.deepEqual(
      images.map(({ role, pods }) => [role, pods.length]),
      [
        ['jobmanager', 1],
        ['taskmanager', 1],
      ],
    );
    assert.deepEqual(
      [configFile.file, configFile.changedBy, configFile.isChangedSinceStart],
      ['config.yaml', 'kubectl-edit', true],
    );
    assert.deepEqual(
      differences.map(({ key, running, configMap, difference }) => [key, running, configMap, difference]),
      [
        ['slotmanager.redundant-taskmanager-num', null, '1', 'added'],
        ['taskmanager.numberOfTaskSlots', '1', '2', 'changed'],
        ['heartbeat.timeout', '2 min', '50 s', 'overridden'],
      ],
    );
    const origins = new Map(options.map(({ key, origin }) => [key, origin]));
    assert.deepEqual(
      ['blob.server.port', 'heartbeat.timeout', 'web.tmpdir'].map((key) => origins.get(key)),
      ['config-map', 'command-line', 'start'],
    );
    assert.ok(![...origins.values()].includes('unknown'));
    assert.equal(options.find(({ key }) => key === 's3.secret-key')?.isCompared, false);
    assert.deepEqual(names, [demo.clusterId]);
  }));

test('session shows the lease and the ConfigMaps of high availability', () =>
  withSession({ highAvailability: true }, async ({ run, runningJob }) => {
    const id = await runningJob('orders');
    const { highAvailability, differences } = (await run('session')).data as Data;
    assert.deepEqual([highAvailability.enabled, differences], [true, []]);
    assert.deepEqual([highAvailability.lease?.isExpired, highAvailability.lease?.durationSeconds], [false, 15]);
    assert.deepEqual(highAvailability.recoverableJobs, [id]);
    assert.deepEqual(
      highAvailability.configMaps.map(({ jobId, isOrphaned }) => [jobId, isOrphaned]),
      [
        [null, false],
        [id, false],
      ],
    );
  }));

test('without REST, session shows what Kubernetes knows, and why the rest is missing', () =>
  withSession({ hasEditedOptions: true }, async ({ demo, run }) => {
    await demo.fault({ kind: 'rest', mode: 'unavailable' });
    const { data, text } = await run('session');
    const { differences, options, notRead, slots } = data as Data;
    assert.deepEqual([differences, slots, notRead.map(({ what }) => what)], [[], null, ['Options']]);
    assert.equal(options.find(({ key }) => key === 'taskmanager.numberOfTaskSlots')?.configMap, '2');
    assert.match(text, /^ {2}warning: Options: /m);
  }));

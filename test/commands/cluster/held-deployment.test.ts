import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resources } from '../../../src/kubernetes/resource.ts';
import { eventually } from '../../support/eventually.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

const finalizer = 'example.com/hold';
const held = `held by finalizer ${finalizer}`;
const removeHold = /kubectl patch deployment my-first-flink-cluster -n default --type=merge -p '.*"finalizers":null/;

const pathOf = ({ demo }: SessionUnderTest) => ({
  resource: resources.deployments,
  namespace: demo.namespace,
  name: demo.clusterId,
});

async function hold(session: SessionUnderTest, finalizers: readonly string[] | null = [finalizer]): Promise<void> {
  await session.connection.kubernetes.patch(pathOf(session), { metadata: { finalizers } });
}

test('stop reports the finalizer that blocks the deletion, in the plan, the progress and the result', () =>
  withSession({}, async (session) => {
    await hold(session);
    const { plan, steps, failure, data } = await session.run('stop --timeout 0s');
    assert.match(
      plan.warnings.join('\n'),
      /^The Deployment remains until its finalizer is removed: example\.com\/hold\./,
    );
    assert.match(steps.join('\n'), new RegExp(`not deleted yet: Deployment .*${held}`));
    assert.match(failure?.message ?? '', new RegExp(`still exists after .*${held}`));
    assert.match(failure?.hints?.join() ?? '', removeHold);
    assert.deepEqual((data as { readonly finalizers: unknown }).finalizers, [finalizer]);

    const again = await session.run('stop --timeout 0s');
    assert.match(
      again.plan.warnings.join('\n'),
      new RegExp(`^The Deployment is already being deleted since .*${held}`),
    );

    await hold(session, null);
    await eventually('Deployment gone', async () =>
      (
        await session.connection.kubernetes.list({ resource: resources.deployments, namespace: session.demo.namespace })
      ).every(({ metadata }) => metadata?.name !== session.demo.clusterId),
    );
  }));

test('status and doctor report the deletion time and the finalizer of the Deployment', () =>
  withSession({}, async (session) => {
    await hold(session);
    await session.run('stop --no-wait');
    const { text, data } = await session.run('status');
    assert.match(text, new RegExp(`being deleted since \\d\\d:\\d\\d:\\d\\d UTC \\(\\S+ ago\\), ${held}`));
    assert.match(text, removeHold);
    const { deployment, problems } = data as {
      readonly deployment: { readonly beingDeletedSince: string; readonly finalizers: readonly string[] };
      readonly problems: readonly { readonly kind: string }[];
    };
    assert.match(deployment.beingDeletedSince, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(deployment.finalizers, [finalizer]);
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['being-deleted'],
    );

    const doctor = (await session.run('doctor')).data as readonly {
      check: string;
      state: string;
      message: string;
      next: string;
    }[];
    const found = doctor.find(({ check }) => check === 'session cluster');
    assert.equal(found?.state, 'warning');
    assert.match(found?.message ?? '', new RegExp(held));
    assert.match(found?.next ?? '', removeHold);
  }));

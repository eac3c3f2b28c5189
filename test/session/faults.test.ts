import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DemoFault } from '../../src/demo/demo.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { Session } from '../../src/session/session.ts';
import type { SessionSnapshot } from '../../src/session/snapshot.ts';
import { type Attached, textsOf, until, withAttached } from './attached.ts';

const isLive = ({ links, watches }: SessionSnapshot) =>
  links.kubernetes.state === 'live' &&
  links.rest.state === 'live' &&
  Object.values(watches).every(({ state }) => state === 'live');

/** Checks that every connection recovers after the fault, and that no row or log line is missing or duplicated. */
async function assertRecovery({ demo, session, until: untilSnapshot, now }: Attached, fault: DemoFault): Promise<void> {
  await untilSnapshot('live connections', (seen) => seen.pods !== undefined && seen.jobs !== undefined && isLive(seen));
  const uids = now().pods?.map(({ uid }) => uid) ?? [];
  session.followLogs(uids);
  const received = () => session.logs.sources().reduce((sum, { counters }) => sum + counters.received, 0);
  const untilMoreLines = (than: number) =>
    until(session.logs.subscribe, 'more log lines', () => received() > than || undefined);
  await untilMoreLines(0);

  await demo.fault(fault);
  const job = demo.submitJob('Submitted during the fault');
  session.refresh();
  await untilSnapshot(
    'the new job and live connections',
    (seen) => isLive(seen) && seen.jobs?.some(({ id }) => id === job) === true,
  );
  await untilMoreLines(received());

  const names = now().pods?.map(({ name }) => name) ?? [];
  assert.deepEqual(names, [...new Set(names)]);
  const compared: string[] = [];
  for (const { pod, first, end, lines } of session.logs.sources()) {
    const followed = textsOf(lines(first, end)).join('\n');
    const whole = await wholeLog(session, pod);
    if (whole === undefined) continue;
    assert.ok(whole.includes(followed), `the log of ${pod} has every line once and no gap marker`);
    compared.push(pod);
  }
  assert.ok(compared.length >= 4, `compared: ${compared.join(', ')}`);
}

/** Reads the whole log from the kubelet. Returns undefined if Flink has released the idle TaskManager. */
async function wholeLog({ connection: { kubernetes, target } }: Session, pod: string): Promise<string | undefined> {
  const options = { namespace: target.namespace, pod, container: 'flink-main-container' };
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of await kubernetes.podLog(options, AbortSignal.timeout(20_000))) chunks.push(chunk);
  } catch (error) {
    if (error instanceof KubernetesError && error.kind === 'not-found') return undefined;
    throw error;
  }
  return Buffer.concat(chunks).toString();
}

// The tests run in parallel, because each test has its own cluster and mostly waits.
describe('a session during faults', { concurrency: true }, () => {
  for (const fault of [
    { kind: 'cut' },
    { kind: 'compact' },
    { kind: 'unreachable', milliseconds: 600 },
    { kind: 'freeze', milliseconds: 600 },
  ] as const satisfies readonly DemoFault[]) {
    test(`recovers completely from the fault '${fault.kind}'`, () =>
      withAttached({}, (attached) => assertRecovery(attached, fault)));
  }

  test('keeps data during an API server outage and shows its start and its reason', async () => {
    await withAttached({}, async ({ demo, until, now }) => {
      await until('live connections', (seen) => seen.pods !== undefined && isLive(seen));
      const pods = now().pods?.length;
      const before = Date.now();
      const over = demo.fault({ kind: 'unreachable', milliseconds: 1000 });
      const { links } = await until('a stale link', ({ links }) => links.kubernetes.state === 'stale');
      assert.ok(links.kubernetes.state === 'stale' && links.kubernetes.since <= Date.now());
      assert.match(links.kubernetes.reason, /127\.0\.0\.1/);
      assert.ok((links.kubernetes.nextTryAt ?? 0) > before);
      assert.equal(now().pods?.length, pods);
      await over;
      await until('live connections again', isLive);
    });
  });

  test('keeps updating pods while REST is down and shows the reason for the outage', async () => {
    await withAttached({}, async ({ demo, until, session }) => {
      await until('live connections', (seen) => seen.jobs !== undefined && isLive(seen));
      await demo.fault({ kind: 'rest', mode: 'unavailable' });
      session.refresh();
      const { links, jobs } = await until('a stale REST link', ({ links }) => links.rest.state === 'stale');
      assert.ok(links.rest.state === 'stale' && /503/.test(links.rest.reason) && links.rest.nextTryAt !== undefined);
      assert.equal(links.kubernetes.state, 'live');
      assert.ok((jobs?.length ?? 0) > 0, 'known jobs are kept');
      await demo.fault({ kind: 'rest', mode: 'ok' });
      session.refresh();
      await until('a live REST link', isLive);
    });
  });
});

import type { Demo, DemoScenario } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { LogLine } from '../../src/logs/log-store.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import type { Session } from '../../src/session/session.ts';
import type { PodRow, SessionSnapshot } from '../../src/session/snapshot.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';

type User = 'admin' | 'viewer' | 'nobody';

/**
 * Simulated seconds per real second. Flink's idle timeout of 30 s takes 3 s, longer than the interval between two
 * polls.
 */
const speed = 10;
/** Timeout of each wait, long enough for a busy machine. Only a failed test waits this long. */
const timeoutMs = 20_000;

/** Starts the demo and connects one user to its API server over real sockets. */
export async function withCluster(
  scenario: DemoScenario,
  user: User,
  use: (cluster: { readonly demo: Demo; readonly kubernetes: KubernetesApi }) => Promise<void>,
): Promise<void> {
  const demo = await startDemo({ speed, scenario });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo, user), env: {} });
  try {
    await use({ demo, kubernetes });
  } finally {
    await kubernetes.close();
    await demo.close();
  }
}

export type Attached = {
  readonly demo: Demo;
  readonly session: Session;
  readonly now: () => SessionSnapshot;
  /** Resolves with the first snapshot that matches. Rejects after a timeout. */
  readonly until: (what: string, matches: (snapshot: SessionSnapshot) => boolean) => Promise<SessionSnapshot>;
};

/** Attaches to the demo's session cluster, as the screen does. */
export async function withAttached(
  scenario: DemoScenario,
  use: (attached: Attached) => Promise<void>,
  user: User = 'admin',
): Promise<void> {
  await withCluster(scenario, user, async ({ demo, kubernetes }) => {
    const target = { clusterId: demo.clusterId, namespace: demo.namespace };
    const session = watchSession(await connectSession(kubernetes, target, AbortSignal.timeout(timeoutMs)));
    try {
      await use({
        demo,
        session,
        now: session.store.getState,
        until: (what, matches) =>
          until(session.store.subscribe, what, () => ifMatches(session.store.getState(), matches)),
      });
    } finally {
      await session.close();
    }
  });
}

/** Waits for a subscription to deliver a value. */
export function until<T>(
  subscribe: (listener: () => void) => () => void,
  what: string,
  read: () => T | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const found = read();
      if (found === undefined) return;
      unsubscribe();
      clearTimeout(timer);
      resolve(found);
    };
    const unsubscribe = subscribe(check);
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`timed out waiting for ${what}`));
    }, timeoutMs);
    check();
  });
}

function ifMatches<T>(value: T, matches: (value: T) => boolean): T | undefined {
  return matches(value) ? value : undefined;
}

export function podNamed({ pods }: SessionSnapshot, part: string): PodRow | undefined {
  return pods?.find(({ name }) => name.includes(part));
}

/** Returns the lines and gap markers of a log source as text. */
export function textsOf(lines: readonly LogLine[] | undefined): readonly string[] {
  return (lines ?? []).map((line) => (line.kind === 'line' ? line.text : `[${line.reason}]`));
}

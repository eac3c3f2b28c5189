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

/** Simulated seconds in a real one: Flink's 30 s of idleness last 3 s, longer than the pause between two polls. */
const speed = 10;
/** Nothing waits this long unless it fails; a busy machine is slow. */
const patienceMs = 20_000;

/** A simulated cluster, and one user's way to its API server over real sockets. */
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
  /** Resolves with the first snapshot of which it is true; rejects when it never comes. */
  readonly until: (what: string, isTrue: (snapshot: SessionSnapshot) => boolean) => Promise<SessionSnapshot>;
};

/** Attached to a simulated session cluster, as the screen is. */
export async function withAttached(
  scenario: DemoScenario,
  use: (attached: Attached) => Promise<void>,
  user: User = 'admin',
): Promise<void> {
  await withCluster(scenario, user, async ({ demo, kubernetes }) => {
    const target = { clusterId: demo.clusterId, namespace: demo.namespace };
    const session = watchSession(await connectSession(kubernetes, target, AbortSignal.timeout(patienceMs)));
    try {
      await use({
        demo,
        session,
        now: session.store.getState,
        until: (what, isTrue) => until(session.store.subscribe, what, () => findTrue(session.store.getState(), isTrue)),
      });
    } finally {
      await session.close();
    }
  });
}

/** Waits on a subscription instead of on time. */
export function until<T>(
  subscribe: (listener: () => void) => () => void,
  what: string,
  look: () => T | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const found = look();
      if (found === undefined) return;
      unsubscribe();
      clearTimeout(timer);
      resolve(found);
    };
    const unsubscribe = subscribe(check);
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`never seen: ${what}`));
    }, patienceMs);
    check();
  });
}

function findTrue<T>(value: T, isTrue: (value: T) => boolean): T | undefined {
  return isTrue(value) ? value : undefined;
}

export function podNamed({ pods }: SessionSnapshot, part: string): PodRow | undefined {
  return pods?.find(({ name }) => name.includes(part));
}

/** What a log source holds, lines and marks as text. */
export function textsOf(lines: readonly LogLine[] | undefined): readonly string[] {
  return (lines ?? []).map((line) => (line.kind === 'line' ? line.text : `[${line.reason}]`));
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Demo, DemoScenario } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { ConfigMap } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { jobManagerOptions } from '../../src/session/readings/flink-readings.ts';
import { attachTo } from '../support/clusters.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { openScreen, type ScreenDriver } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, sessionSnapshot } from '../support/session.ts';

type Opened = { readonly demo: Demo; readonly kubernetes: KubernetesApi; readonly screen: ScreenDriver };

/** Opens the page of the session on the demo. */
async function withPage(
  scenario: DemoScenario,
  use: (opened: Opened) => Promise<void>,
  size = { columns: 160, rows: 50 },
): Promise<void> {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none', ...scenario } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const screen = openScreen({ target, source: { attach: attachTo(demoKubeconfig(demo)) } }, size);
  try {
    await screen.pods.contains('★ leader');
    screen.press('session.show');
    await use({ demo, kubernetes, screen });
  } finally {
    await kubernetes.close();
    await demo.close();
  }
}

const configMapOf = ({ clusterId, namespace }: Demo) => ({
  resource: resources.configMaps,
  namespace,
  name: `flink-config-${clusterId}`,
});

async function editOptions({ demo, kubernetes }: Opened, edit: (text: string) => string): Promise<void> {
  const { data = {} } = await kubernetes.get<ConfigMap>(configMapOf(demo));
  const text = edit(data['config.yaml'] ?? '');
  await kubernetes.patch(configMapOf(demo), { data: { 'config.yaml': text } }, undefined, {
    fieldManager: 'kubectl-edit',
  });
}

async function jobManagerName({ demo, kubernetes }: Opened): Promise<string> {
  const labelSelector = `app=${demo.clusterId},component=jobmanager`;
  const [pod] = await kubernetes.list({ resource: resources.pods, namespace: demo.namespace, labelSelector });
  return pod?.metadata?.name ?? '';
}

/** The parallelism in the file that the kubelet has written, which a restarted JobManager reads. */
async function readFile({ demo, kubernetes }: Opened, pod: string): Promise<string> {
  const command = ['cat', '/opt/flink/conf/config.yaml'];
  const target = { namespace: demo.namespace, pod, container: 'flink-main-container', command };
  return /parallelism:\s+default: (.*)/.exec((await kubernetes.exec(target)).stdout)?.[1] ?? '';
}

test('I shows what the session runs with, and Esc goes back', () =>
  withPage({}, async ({ demo, screen }) => {
    await screen.session.shows(
      'Nothing differs from the configuration',
      `cluster-id ${demo.clusterId}`,
      'owner none: started by a client of Flink, such as kubernetes-session.sh',
      /image flink:2\.3\.0-scala_2\.12-java17 \([0-9a-f]{12}\), 1 pod/,
      'size JobManager: cpu 1, memory 1600Mi',
      'account service account flink',
      'plugins none enabled by ENABLE_BUILT_IN_PLUGINS',
      'slots 0 of 0 free on 0 TaskManagers',
      'state off: jobs are lost when the JobManager is replaced',
    );
    await screen.session.press('session.next-tab');
    await screen.session.shows('✓ The JobManager runs with the options of the ConfigMap');
    await screen.session.press('session.next-tab');
    await screen.session.shows(/jobmanager\.memory\.heap\.size 1073741824b set at start$/m);
    await screen.session.press('session.filter');
    screen.terminal.keys('heap.size\r');
    await screen.session.shows(/^ set at start: computed memory$/m);
    await screen.session.press('session.close');
    await screen.session.shows('blob.server.port');
    await screen.session.press('session.close');
    await screen.pods.contains('★ leader');
  }));

test('the differences show both values, and a restart makes an edited option effective', () =>
  withPage({ hasEditedOptions: true }, async (opened) => {
    const { demo, screen } = opened;
    await screen.session.shows(
      '▲ 2 options in the ConfigMap take effect on restart: slotmanager.redundant-taskmanager-num, taskmanager.numberOfTaskSlots',
      '▲ 1 option of the ConfigMap is overridden: heartbeat.timeout',
      /config\.yaml, changed \d\d:\d\d:\d\d UTC \(\w+ ago\) by kubectl-edit/,
    );
    await screen.session.press('session.next-tab');
    await screen.session.shows(
      '[Differences 3]',
      '▲ slotmanager.redundant-taskmanager-num – 1 on restart, added',
      '▲ taskmanager.numberOfTaskSlots 1 2 on restart',
      '▲ heartbeat.timeout 2 min 50 s overridden by -D',
      '2 secrets are not compared: Flink masks them',
    );
    await editOptions(opened, (text) =>
      text.replace('default: "1"', 'default: "4"').replace("default: '1'", "default: '4'"),
    );
    await screen.session.shows('[Differences 4]', '▲ parallelism.default 1 4 on restart');
    const pod = await jobManagerName(opened);
    await eventually('the edited file in the pod', async () => (await readFile(opened, pod)).includes('4'));
    demo.restartContainer(pod, 1);
    await screen.session.shows('[Differences 1]', '▲ heartbeat.timeout 2 min 50 s overridden by -D');
    await screen.session.showsNo('parallelism.default 1 4');
  }));

test('a secret is masked in every tab, in the details and in what y copies', () =>
  withPage({ hasEditedOptions: true }, async ({ screen }) => {
    await screen.session.shows('Attention');
    const secrets = ['demo-secret', 'DEMOACCESSKEY', 'demo-password'];
    for (const secret of secrets) await screen.session.showsNo(secret);
    await screen.session.press('session.next-tab');
    await screen.session.shows('[Differences 3]');
    for (const secret of secrets) await screen.session.showsNo(secret);
    await screen.session.press('session.next-tab');
    await screen.session.shows('[Configuration]');
    await screen.session.press('session.filter');
    screen.filterPrompt.type('s3.');
    screen.filterPrompt.accept();
    await screen.session.shows('s3.access-key ****** ConfigMap', 's3.secret-key ****** ConfigMap', 'running ******');
    for (const secret of secrets) await screen.session.showsNo(secret);
    await screen.session.press('session.copy');
    await screen.copied('s3.access-key: ******');
    await screen.session.press('session.close');
    await screen.session.shows('blob.server.port 6124 ConfigMap');
  }));

test('the filter also filters the overview', () =>
  withPage({ hasEditedOptions: true }, async ({ screen }) => {
    await screen.session.press('session.filter');
    screen.filterPrompt.type('memory 1600Mi');
    screen.filterPrompt.accept();
    await screen.session.shows('size JobManager: cpu 1, memory 1600Mi');
    await screen.session.showsNo('cluster-id');
  }));

test('high availability shows the lease, its holder, and the ConfigMaps with their jobs', () =>
  withPage({ highAvailability: true }, async ({ demo, screen }) => {
    const id = demo.submitJob('orders');
    await screen.session.shows(
      'state on: kubernetes',
      'storage file:///storage/ha',
      /lease since \d\d:\d\d:\d\d UTC \(\w+ ago\), renewed \d+s ago, \d change/,
      /holder [0-9a-f-]{36}/,
      `ConfigMaps ${demo.clusterId}-cluster-config-map: leader, 1 job to recover`,
    );
    await screen.session.shows(new RegExp(`${demo.clusterId}-${id}-config-map: job orders, \\d checkpoint`));
    await screen.session.press('session.next-tab');
    await screen.session.shows('✓ The JobManager runs with the options of the ConfigMap');
  }));

test('a cluster of the operator says where to change it', () =>
  withPage({ operatorOwned: true }, async ({ demo, screen }) => {
    await screen.session.shows(
      `owner Flink Kubernetes Operator (FlinkDeployment ${demo.clusterId})`,
      `▲ Changes by hand are lost with the next upgrade. Edit the FlinkDeployment: kubectl edit flinkdeployment ${demo.clusterId}`,
    );
  }));

test('the overview fits a small terminal and scrolls', () =>
  withPage(
    { hasEditedOptions: true },
    async ({ screen }) => {
      await screen.session.shows('▲ 2 options in the ConfigMap take effect');
      screen.terminal.keys('G');
      await screen.session.shows('state off: jobs are lost');
    },
    { columns: 80, rows: 24 },
  ));

const source = (session: ReturnType<typeof fakeSession>) => ({
  target: { clusterId: 'my-first-flink-cluster' },
  source: { attach: async () => session },
});

test('a denied right is named, and the rest of the page works', async () => {
  const error = new KubernetesError('forbidden', 'you may not', { verb: 'list', resource: 'configmaps' });
  const { watches } = sessionSnapshot();
  const session = fakeSession(
    sessionSnapshot({
      watches: { ...watches, configmaps: { state: 'denied', error } },
      objects: { deployment: {}, configMaps: undefined, pods: [] },
    }),
    { jobManagerConfig: async () => new Map([['rest.port', '8081']]) },
  );
  const screen = openScreen(source(session), { columns: 120, rows: 50 });
  await screen.pods.contains('leader');
  screen.press('session.show');
  await screen.session.shows(
    '▲ ConfigMaps: not permitted: needs list configmaps',
    'ConfigMap not permitted: needs list configmaps',
    'slots 2 of 4 free on 2 TaskManagers',
  );
  await screen.session.press('session.next-tab');
  await screen.session.shows('[Differences]');
  await screen.session.showsNo('✓');
  await screen.session.press('session.next-tab');
  await screen.session.shows('▲ ConfigMaps: not permitted: needs list configmaps', 'rest.port 8081 unknown');
  assert.ok(session.needs().includes(jobManagerOptions.key));
});

test('session in the command line opens the page', async () => {
  const screen = openScreen(source(fakeSession(sessionSnapshot())), { columns: 120, rows: 40 });
  await screen.pods.contains('leader');
  screen.commandLine.run('session');
  await screen.session.shows('loading…');
});

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { DemoScenario } from '../../../src/demo/demo.ts';
import type { ConfigMap, KubernetesEvent } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { eventually } from '../../support/eventually.ts';
import { attachDemo } from '../attached-demo.ts';

const key = 'log4j-console.properties';
const path = `/opt/flink/conf/${key}`;
const container = 'flink-main-container';
const logger = 'org.apache.flink.runtime';

/** A session with one job, and what a person does to its levels. */
async function startSession(t: TestContext, scenario: DemoScenario = {}) {
  const attached = await attachDemo(t, { jobs: 'none', ...scenario }, 100);
  const { demo, kubernetes, flink, pods, log } = attached;
  const { namespace, clusterId } = demo;
  demo.submitJob('numbers');
  await eventually('its TaskManager', async () => (await flink.taskManagers()).length === 1);
  const configMap = { resource: resources.configMaps, namespace, name: `flink-config-${clusterId}` };

  const names = async () =>
    [...(await pods('jobmanager')), ...(await pods('taskmanager'))].map(({ metadata }) => metadata?.name ?? '');
  const read = async (file = key) => (await kubernetes.get<ConfigMap>(configMap)).data?.[file] ?? '';
  const write = (text: string | null, file = key) => kubernetes.patch(configMap, { data: { [file]: text } });
  return {
    ...attached,
    names,
    read,
    write,
    set: async (level: string) => write(`${await read()}logger.x.name = ${logger}\nlogger.x.level = ${level}\n`),
    annotate: async () => {
      for (const name of await names()) {
        const pod = { resource: resources.pods, namespace, name };
        await kubernetes.patch(pod, { metadata: { annotations: { test: String(Date.now()) } } });
      }
    },
    inPod: async (name: string) => {
      const { stdout } = await kubernetes.exec({ namespace, pod: name, container, command: ['cat', path] });
      return stdout;
    },
    /** Waits until a pod's log has such a line after what it has now. */
    says: async (name: string, line: RegExp) => {
      const before = (await log(name)).length;
      await eventually(`${name} to log ${line}`, async () => line.test((await log(name)).slice(before)));
    },
  };
}

test('a changed level comes into every pod that is annotated, and then into its log; and back', async (t) => {
  const { flink, names, read, write, set, annotate, inPod, says, log } = await startSession(t);
  const [jobManager = '', taskManager = ''] = await names();
  const before = await read();
  assert.doesNotMatch(await log(jobManager), / DEBUG /);
  await set('DEBUG');
  await annotate();
  await eventually('the file in the pods', async () => {
    const texts = await Promise.all([jobManager, taskManager].map(inPod));
    return texts.every((text) => text.endsWith('logger.x.level = DEBUG\n'));
  });
  await says(
    jobManager,
    / DEBUG org\.apache\.flink\.runtime\.checkpoint\.CheckpointCoordinator +\[\] - Received acknowledge message/,
  );
  await says(
    taskManager,
    / DEBUG org\.apache\.flink\.runtime\.taskexecutor\.TaskExecutor +\[\] - Received heartbeat request/,
  );

  await write(`${before}logger.x.name = ${logger}\nlogger.x.level = WARN\n`);
  await annotate();
  const checkpoints = async () => {
    const [job] = await flink.jobs();
    const statistics = await flink.checkpoints(job?.id ?? '');
    return statistics.enabled ? (statistics.latestCompleted?.id ?? 0) : 0;
  };
  await eventually('checkpoints without a word', async () => {
    const [lines, taken] = [await log(jobManager), await checkpoints()];
    await eventually('more checkpoints', async () => (await checkpoints()) > taken + 3);
    return (await log(jobManager)) === lines;
  });

  await write(before);
  await annotate();
  await says(
    jobManager,
    / INFO +org\.apache\.flink\.runtime\.checkpoint\.CheckpointCoordinator +\[\] - Completed checkpoint/,
  );
});

test('without an annotation the kubelet brings it when it comes by', async (t) => {
  const { names, set, says } = await startSession(t);
  const [jobManager = ''] = await names();
  await set('DEBUG');
  await says(jobManager, / DEBUG org\.apache\.flink\.runtime\.checkpoint/);
});

test('a TaskManager that starts after the change has it from its first line on', async (t) => {
  const { demo, flink, names, write, read, log } = await startSession(t);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
  await write((await read()).replace('${env:ROOT_LOG_LEVEL:-INFO}', 'WARN'));
  const [, before = ''] = await names();
  demo.deletePod(before);
  await eventually('another one', async () => {
    const [one] = await flink.taskManagers();
    return one && one.id !== before;
  });
  const [, name = ''] = await names();
  const lines = (await log(name)).trimEnd().split('\n');
  assert.match(lines[0] ?? '', /^Starting kubernetes-taskmanager as a console application/);
  assert.deepEqual(
    lines.filter((line) => / INFO /.test(line)),
    [],
  );
});

test('a file that log4j does not take changes nothing, and it says so each time it looks', async (t) => {
  const { names, read, write, annotate, log, says } = await startSession(t);
  const [jobManager = ''] = await names();
  await write(`${await read()}logger.x.level = OFF\n`);
  await annotate();
  await says(
    jobManager,
    /^Exception in thread "Log4j2-TF-3-ConfigurationFileWatcher-5" .*No name attribute provided for Logger x$/m,
  );
  await says(jobManager, / INFO +org\.apache\.flink\.runtime\.checkpoint\.CheckpointCoordinator/);
  assert.match(await log(jobManager), /ConfigurationFileWatcher-4/);
});

test('a key that is taken away leaves the pods that run as they are, and no new one starts', async (t) => {
  const { demo, kubernetes, pods, names, write, annotate, inPod } = await startSession(t);
  const [jobManager = '', taskManager = ''] = await names();
  const before = await inPod(jobManager);
  await write(null);
  await annotate();
  demo.deletePod(taskManager);
  const told = await eventually('the mount to fail', async () => {
    const events = await kubernetes.list<KubernetesEvent>({ resource: resources.events, namespace: demo.namespace });
    return events.find(({ reason }) => reason === 'FailedMount');
  });
  assert.match(told.message ?? '', /references non-existent config key: log4j-console\.properties$/);
  const [pod] = await pods('taskmanager');
  assert.equal(pod?.metadata?.name, told.involvedObject?.name);
  assert.equal(pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason, 'ContainerCreating');
  assert.equal(await inPod(jobManager), before);
});

/** What of the change comes into the file, and whether it is ever logged by: after several of the kubelet's rounds. */
async function afterAWhile(t: TestContext, scenario: DemoScenario) {
  const session = await startSession(t, scenario);
  const [jobManager = ''] = await session.names();
  const file = await session.inPod(jobManager);
  await session.set('DEBUG');
  await session.annotate();
  const numbers = / line \d+ value /;
  const [, taskManager = ''] = await session.names();
  const count = async () => (await session.log(taskManager)).split('\n').filter((line) => numbers.test(line)).length;
  return { ...session, jobManager, taskManager, file, count };
}

test('without monitorInterval the file changes, and the levels do not', async (t) => {
  const { file, inPod, jobManager, count, log } = await afterAWhile(t, { logging: 'operator' });
  const before = await count();
  await eventually('the file', async () => (await inPod(jobManager)) !== file);
  await eventually('many intervals', async () => (await count()) > before + 100);
  assert.doesNotMatch(await log(jobManager), / DEBUG /);
});

test('what is mounted by subPath stays what it was', async (t) => {
  const { file, inPod, jobManager, count, log } = await afterAWhile(t, { logging: 'subpath' });
  const before = await count();
  await eventually('many intervals', async () => (await count()) > before + 100);
  assert.equal(await inPod(jobManager), file);
  assert.doesNotMatch(await log(jobManager), / DEBUG /);
});

test('a file that is not in the ConfigMap, or not in the volume, is not in the pod', async (t) => {
  for (const logging of ['no-file', 'not-projected'] as const) {
    const { read, inPod, names, log } = await startSession(t, { logging });
    const [jobManager = ''] = await names();
    assert.equal(await inPod(jobManager), '');
    assert.equal((await read()) === '', logging === 'no-file');
    const lines = (await log(jobManager)).trimEnd().split('\n');
    assert.match(lines.join('\n'), /main ERROR Reconfiguration failed: No configuration found/);
    assert.doesNotMatch(lines.join('\n'), / INFO +org/);
  }
});

test('an immutable ConfigMap is refused', async (t) => {
  const { set } = await startSession(t, { logging: 'immutable' });
  await assert.rejects(set('DEBUG'), { kind: 'invalid', message: /field is immutable when `immutable` is set/ });
});

test('what is redirected to files is not on the console', async (t) => {
  const { names, log } = await startSession(t, { logging: 'redirected' });
  for (const name of await names()) assert.match(await log(name), /^Starting kubernetes-\S+ as a console .*\n$/);
});

test('logback logs by its own file in its own way, and looks at it again only where it is told to', async (t) => {
  const file = 'logback-console.xml';
  const debug = new RegExp(`^\\S+ \\S+\\.\\d{3} \\[[^\\]]+\\] DEBUG ${logger}\\.`, 'm');
  for (const logging of ['logback-scan', 'logback'] as const) {
    const { names, read, write, annotate, says, log } = await startSession(t, { logging });
    const [jobManager = '', taskManager = ''] = await names();
    const more = `<logger name="${logger}" level="DEBUG"/></configuration>`;
    await write((await read(file)).replace('</configuration>', more), file);
    await annotate();
    if (logging === 'logback-scan') await says(jobManager, debug);
    else {
      const count = async () => (await log(taskManager)).split('Numbers').length;
      const before = await count();
      await eventually('many intervals', async () => (await count()) > before + 100);
      assert.doesNotMatch(await log(jobManager), / DEBUG /);
    }
  }
});

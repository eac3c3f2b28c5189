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

/** Starts a session cluster with one job and returns helpers to change its log levels. */
async function startSession(t: TestContext, scenario: DemoScenario = {}) {
  const attached = await attachDemo(t, { jobs: 'none', ...scenario }, 100);
  const { demo, kubernetes, flink, pods, log } = attached;
  const { namespace, clusterId } = demo;
  demo.submitJob('numbers');
  await eventually('the TaskManager', async () => (await flink.taskManagers()).length === 1);
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
    setLevel: async (level: string) => write(`${await read()}logger.x.name = ${logger}\nlogger.x.level = ${level}\n`),
    annotate: async () => {
      for (const name of await names()) {
        const pod = { resource: resources.pods, namespace, name };
        await kubernetes.patch(pod, { metadata: { annotations: { test: String(Date.now()) } } });
      }
    },
    readInPod: async (name: string) => {
      const { stdout } = await kubernetes.exec({ namespace, pod: name, container, command: ['cat', path] });
      return stdout;
    },
    /** Waits until the pod logs a new line that matches `line`. */
    untilLogged: async (name: string, line: RegExp) => {
      const before = (await log(name)).length;
      await eventually(`${name} to log ${line}`, async () => line.test((await log(name)).slice(before)));
    },
  };
}

test('a changed level takes effect in every annotated pod and can be reverted', async (t) => {
  const { flink, names, read, write, setLevel, annotate, readInPod, untilLogged, log } = await startSession(t);
  const [jobManager = '', taskManager = ''] = await names();
  const before = await read();
  assert.doesNotMatch(await log(jobManager), / DEBUG /);
  await setLevel('DEBUG');
  await annotate();
  await eventually('the file in the pods', async () => {
    const texts = await Promise.all([jobManager, taskManager].map(readInPod));
    return texts.every((text) => text.endsWith('logger.x.level = DEBUG\n'));
  });
  await untilLogged(
    jobManager,
    / DEBUG org\.apache\.flink\.runtime\.checkpoint\.CheckpointCoordinator +\[\] - Received acknowledge message/,
  );
  await untilLogged(
    taskManager,
    / DEBUG org\.apache\.flink\.runtime\.taskexecutor\.TaskExecutor +\[\] - Received heartbeat request/,
  );

  await write(`${before}logger.x.name = ${logger}\nlogger.x.level = WARN\n`);
  await annotate();
  const latestCheckpoint = async () => {
    const [job] = await flink.jobs();
    const statistics = await flink.checkpoints(job?.id ?? '');
    return statistics.enabled ? (statistics.latestCompleted?.id ?? 0) : 0;
  };
  await eventually('checkpoints without log lines', async () => {
    const [lines, latest] = [await log(jobManager), await latestCheckpoint()];
    await eventually('more checkpoints', async () => (await latestCheckpoint()) > latest + 3);
    return (await log(jobManager)) === lines;
  });

  await write(before);
  await annotate();
  await untilLogged(
    jobManager,
    / INFO +org\.apache\.flink\.runtime\.checkpoint\.CheckpointCoordinator +\[\] - Completed checkpoint/,
  );
});

test('without an annotation, a changed level takes effect after the periodic sync of the kubelet', async (t) => {
  const { names, setLevel, untilLogged } = await startSession(t);
  const [jobManager = ''] = await names();
  await setLevel('DEBUG');
  await untilLogged(jobManager, / DEBUG org\.apache\.flink\.runtime\.checkpoint/);
});

test('a TaskManager that starts after the change uses the new level from the start', async (t) => {
  const { demo, flink, names, write, read, log } = await startSession(t);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
  await write((await read()).replace('${env:ROOT_LOG_LEVEL:-INFO}', 'WARN'));
  const [, before = ''] = await names();
  demo.deletePod(before);
  await eventually('a new TaskManager', async () => {
    const [taskManager] = await flink.taskManagers();
    return taskManager && taskManager.id !== before;
  });
  const [, name = ''] = await names();
  const lines = (await log(name)).trimEnd().split('\n');
  assert.match(lines[0] ?? '', /^Starting kubernetes-taskmanager as a console application/);
  assert.deepEqual(
    lines.filter((line) => / INFO /.test(line)),
    [],
  );
});

test('an invalid log4j file changes nothing, and log4j prints an error at every check', async (t) => {
  const { names, read, write, annotate, log, untilLogged } = await startSession(t);
  const [jobManager = ''] = await names();
  await write(`${await read()}logger.x.level = OFF\n`);
  await annotate();
  await untilLogged(
    jobManager,
    /^Exception in thread "Log4j2-TF-3-ConfigurationFileWatcher-5" .*No name attribute provided for Logger x$/m,
  );
  await untilLogged(jobManager, / INFO +org\.apache\.flink\.runtime\.checkpoint\.CheckpointCoordinator/);
  assert.match(await log(jobManager), /ConfigurationFileWatcher-4/);
});

test('a removed key does not affect running pods, but new pods fail to start', async (t) => {
  const { demo, kubernetes, pods, names, write, annotate, readInPod } = await startSession(t);
  const [jobManager = '', taskManager = ''] = await names();
  const before = await readInPod(jobManager);
  await write(null);
  await annotate();
  demo.deletePod(taskManager);
  const event = await eventually('the mount to fail', async () => {
    const events = await kubernetes.list<KubernetesEvent>({ resource: resources.events, namespace: demo.namespace });
    return events.find(({ reason }) => reason === 'FailedMount');
  });
  assert.match(event.message ?? '', /references non-existent config key: log4j-console\.properties$/);
  const [pod] = await pods('taskmanager');
  assert.equal(pod?.metadata?.name, event.involvedObject?.name);
  assert.equal(pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason, 'ContainerCreating');
  assert.equal(await readInPod(jobManager), before);
});

/** Sets a level and annotates the pods. `count` counts the job's log lines, to measure elapsed time. */
async function changeLevel(t: TestContext, scenario: DemoScenario) {
  const session = await startSession(t, scenario);
  const [jobManager = ''] = await session.names();
  const file = await session.readInPod(jobManager);
  await session.setLevel('DEBUG');
  await session.annotate();
  const numbers = / line \d+ value /;
  const [, taskManager = ''] = await session.names();
  const count = async () => (await session.log(taskManager)).split('\n').filter((line) => numbers.test(line)).length;
  return { ...session, jobManager, taskManager, file, count };
}

test('without monitorInterval, the file changes but the levels do not', async (t) => {
  const { file, readInPod, jobManager, count, log } = await changeLevel(t, { logging: 'operator' });
  const before = await count();
  await eventually('the file', async () => (await readInPod(jobManager)) !== file);
  await eventually('many intervals', async () => (await count()) > before + 100);
  assert.doesNotMatch(await log(jobManager), / DEBUG /);
});

test('a file that is mounted with subPath is not updated', async (t) => {
  const { file, readInPod, jobManager, count, log } = await changeLevel(t, { logging: 'subpath' });
  const before = await count();
  await eventually('many intervals', async () => (await count()) > before + 100);
  assert.equal(await readInPod(jobManager), file);
  assert.doesNotMatch(await log(jobManager), / DEBUG /);
});

test('a file is missing in the pod if the ConfigMap or the volume does not contain it', async (t) => {
  for (const logging of ['no-file', 'not-projected'] as const) {
    const { read, readInPod, names, log } = await startSession(t, { logging });
    const [jobManager = ''] = await names();
    assert.equal(await readInPod(jobManager), '');
    assert.equal((await read()) === '', logging === 'no-file');
    const lines = (await log(jobManager)).trimEnd().split('\n');
    assert.match(lines.join('\n'), /main ERROR Reconfiguration failed: No configuration found/);
    assert.doesNotMatch(lines.join('\n'), / INFO +org/);
  }
});

test('rejects a change to an immutable ConfigMap', async (t) => {
  const { setLevel } = await startSession(t, { logging: 'immutable' });
  await assert.rejects(setLevel('DEBUG'), { kind: 'invalid', message: /field is immutable when `immutable` is set/ });
});

test('output that is redirected to files is missing on the console', async (t) => {
  const { names, log } = await startSession(t, { logging: 'redirected' });
  for (const name of await names()) assert.match(await log(name), /^Starting kubernetes-\S+ as a console .*\n$/);
});

test('logback uses its own file and pattern, and reloads the file only with scan', async (t) => {
  const file = 'logback-console.xml';
  const debug = new RegExp(`^\\S+ \\S+\\.\\d{3} \\[[^\\]]+\\] DEBUG ${logger}\\.`, 'm');
  for (const logging of ['logback-scan', 'logback'] as const) {
    const { names, read, write, annotate, untilLogged, log } = await startSession(t, { logging });
    const [jobManager = '', taskManager = ''] = await names();
    const loggerElement = `<logger name="${logger}" level="DEBUG"/></configuration>`;
    await write((await read(file)).replace('</configuration>', loggerElement), file);
    await annotate();
    if (logging === 'logback-scan') await untilLogged(jobManager, debug);
    else {
      const count = async () => (await log(taskManager)).split('Numbers').length;
      const before = await count();
      await eventually('many intervals', async () => (await count()) > before + 100);
      assert.doesNotMatch(await log(jobManager), / DEBUG /);
    }
  }
});

import { flinkOptions } from '../objects/flink-config.ts';
import { type ClusterSettings, flinkCommit, flinkCommitDate, restPort, rpcHost } from '../settings.ts';
import type { Console } from './container-log.ts';

type Role = 'jobmanager' | 'taskmanager';

const logging = 'org.apache.flink.runtime.entrypoint.ClusterEntrypoint';
const taskLogging = 'org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner';
const rule = '-'.repeat(80);

const serviceOf = ({ mode }: ClusterSettings, role: Role): string =>
  role === 'jobmanager' ? `kubernetes-${mode}` : 'kubernetes-taskmanager';

/** What the image's script says, before there is a JVM. */
export function scriptStart(console: Console, settings: ClusterSettings, role: Role, host: string): void {
  console.print(`Starting ${serviceOf(settings, role)} as a console application on host ${host}.`);
}

/** What the JVM says before Flink does anything: not every line of it by the log pattern. */
export function jvmStart(console: Console, settings: ClusterSettings, role: Role, host: string): void {
  const isJobManager = role === 'jobmanager';
  const logger = isJobManager ? logging : taskLogging;
  const say = (message: string) => console.write('INFO', logger, message);

  say(rule);
  if (isJobManager) printMemory(console, say);
  const session = settings.mode === 'session' ? 'Session' : 'Application';
  const program = isJobManager ? `Kubernetes${session}ClusterEntrypoint` : 'Kubernetes TaskExecutor runner';
  const build = `Scala: 2.12, Rev:${flinkCommit(settings)}, Date:${flinkCommitDate(settings)}`;
  say(` Starting ${program} (Version: ${settings.flinkVersion}, ${build})`);
  say(' OS current user: flink');
  say(' Current Hadoop/Kerberos user: <no hadoop dependency found>');
  say(' JVM: OpenJDK 64-Bit Server VM - Eclipse Adoptium - 17/17.0.16+8');
  say(' Arch: amd64');
  say(` Maximum heap size: ${isJobManager ? 1024 : 512} MiBytes`);
  say(' JAVA_HOME: /opt/java/openjdk');
  say(' No Hadoop Dependency available');
  say(' JVM Options:');
  for (const option of jvmOptions(settings, role, host)) say(`    ${option}`);
  say(rule);
  say('Registered UNIX signal handlers for [TERM, HUP, INT]');
  const configuration = 'org.apache.flink.configuration.GlobalConfiguration';
  for (const [key, value] of flinkOptions(settings)) {
    console.write('INFO', configuration, `Loading configuration property: ${key}, ${value}`);
  }
}

export function jvmOptions(settings: ClusterSettings, role: Role, host: string): readonly string[] {
  const service = serviceOf(settings, role);
  const memory = role === 'jobmanager' ? '1073741824' : '536870902';
  return [
    `-Xmx${memory}`,
    `-Xms${memory}`,
    '-XX:MaxMetaspaceSize=268435456',
    '-XX:+IgnoreUnrecognizedVMOptions',
    ...(settings.logging === 'redirected' ? ['-Dconsole.log.level=OFF'] : []),
    `-Dlog.file=/opt/flink/log/flink--${service}-0-${host}.log`,
    '-Dlog4j.configuration=file:/opt/flink/conf/log4j-console.properties',
    '-Dlog4j.configurationFile=file:/opt/flink/conf/log4j-console.properties',
    '-Dlogback.configurationFile=file:/opt/flink/conf/logback-console.xml',
  ];
}

function printMemory(console: Console, say: (message: string) => void): void {
  say(' Preconfiguration: ');
  say('');
  for (const line of [
    '',
    'RESOURCE_PARAMS extraction logs:',
    'jvm_params: -Xmx1073741824 -Xms1073741824 -XX:MaxMetaspaceSize=268435456',
    'logs: INFO  [] - Final Master Memory configuration:',
    'INFO  [] -   Total Process Memory: 1.563gb (1677721600 bytes)',
    'INFO  [] -     Total Flink Memory: 1.125gb (1207959552 bytes)',
    'INFO  [] -       JVM Heap:         1024.000mb (1073741824 bytes)',
    'INFO  [] -       Off-heap:         128.000mb (134217728 bytes)',
    'INFO  [] -     JVM Metaspace:      256.000mb (268435456 bytes)',
    'INFO  [] -     JVM Overhead:       192.000mb (201326592 bytes)',
    '',
  ]) {
    console.print(line);
  }
  say(rule);
}

export function jobManagerStart(console: Console, settings: ClusterSettings, ip: string): void {
  const host = settings.highAvailability ? ip : rpcHost(settings);
  const say = (logger: string, message: string) => console.write('INFO', logger, message);
  say(logging, 'Install security context.');
  say(logging, 'Initializing cluster services.');
  say(
    'org.apache.flink.runtime.rpc.pekko.PekkoRpcServiceUtils',
    `Actor system started at pekko.tcp://flink@${host}:6123`,
  );
  say(
    'org.apache.flink.runtime.blob.BlobServer',
    'Started BLOB server at 0.0.0.0:6124 - max concurrent requests: 50 - max backlog: 1000',
  );
  say(
    'org.apache.flink.runtime.metrics.MetricRegistryImpl',
    'No metrics reporter configured, no metrics will be exposed/reported.',
  );
  console.write(
    'WARN',
    'org.apache.flink.runtime.security.token.DefaultDelegationTokenManager',
    'No tokens obtained so skipping notifications',
  );
  const rest = 'org.apache.flink.runtime.dispatcher.DispatcherRestEndpoint';
  const address = settings.highAvailability ? ip : 'localhost';
  say(rest, 'Starting rest endpoint.');
  say(rest, `Rest endpoint listening at ${address}:${restPort}`);
  say(rest, `Web frontend listening at http://${address}:${restPort}.`);
}

export function taskManagerStart(console: Console, settings: ClusterSettings, name: string, ip: string): void {
  const say = (logger: string, message: string) => console.write('INFO', logger, message);
  const runner = 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner';
  say(runner, `TaskManager will use hostname/address '${name}' (${ip}) for communication.`);
  say(
    'org.apache.flink.runtime.rpc.pekko.PekkoRpcServiceUtils',
    `Actor system started at pekko.tcp://flink@${ip}:6122`,
  );
  say(runner, `Starting TaskManager with ResourceID: ${name}`);
  say(
    'org.apache.flink.runtime.io.network.buffer.NetworkBufferPool',
    'Allocated 128 MB for network buffer pool (number of memory segments: 4096, bytes per segment: 32768).',
  );
  const executor = 'org.apache.flink.runtime.taskexecutor.TaskExecutor';
  say(
    executor,
    `Connecting to ResourceManager pekko.tcp://flink@${rpcHost(settings)}:6123/user/rpc/resourcemanager_*.`,
  );
  say(executor, 'Resolved ResourceManager address, beginning registration');
}

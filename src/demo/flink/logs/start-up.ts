import { flinkOptions } from '../objects/flink-config.ts';
import { type ClusterSettings, flinkCommit, flinkCommitDate, restPort, rpcHost } from '../settings.ts';
import type { Console } from './container-log.ts';

type Role = 'jobmanager' | 'taskmanager';

const entrypointLogger = 'org.apache.flink.runtime.entrypoint.ClusterEntrypoint';
const taskManagerLogger = 'org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner';
const separator = '-'.repeat(80);

const serviceName = ({ mode }: ClusterSettings, role: Role): string =>
  role === 'jobmanager' ? `kubernetes-${mode}` : 'kubernetes-taskmanager';

/** Prints the output of the image's start script, before the JVM starts. */
export function logScriptStart(console: Console, settings: ClusterSettings, role: Role, host: string): void {
  console.print(`Starting ${serviceName(settings, role)} as a console application on host ${host}.`);
}

/** Writes the lines of a starting JVM. Some lines do not follow the log pattern. */
export function logJvmStart(console: Console, settings: ClusterSettings, role: Role, host: string): void {
  const isJobManager = role === 'jobmanager';
  const logger = isJobManager ? entrypointLogger : taskManagerLogger;
  const logInfo = (message: string) => console.write('INFO', logger, message);

  logInfo(separator);
  if (isJobManager) printMemory(console, logInfo);
  const session = settings.mode === 'session' ? 'Session' : 'Application';
  const program = isJobManager ? `Kubernetes${session}ClusterEntrypoint` : 'Kubernetes TaskExecutor runner';
  const build = `Scala: 2.12, Rev:${flinkCommit(settings)}, Date:${flinkCommitDate(settings)}`;
  logInfo(` Starting ${program} (Version: ${settings.flinkVersion}, ${build})`);
  logInfo(' OS current user: flink');
  logInfo(' Current Hadoop/Kerberos user: <no hadoop dependency found>');
  logInfo(' JVM: OpenJDK 64-Bit Server VM - Eclipse Adoptium - 17/17.0.16+8');
  logInfo(' Arch: amd64');
  logInfo(` Maximum heap size: ${isJobManager ? 1024 : 512} MiBytes`);
  logInfo(' JAVA_HOME: /opt/java/openjdk');
  logInfo(' No Hadoop Dependency available');
  logInfo(' JVM Options:');
  for (const option of jvmOptions(settings, role, host)) logInfo(`    ${option}`);
  logInfo(separator);
  logInfo('Registered UNIX signal handlers for [TERM, HUP, INT]');
  const configuration = 'org.apache.flink.configuration.GlobalConfiguration';
  for (const [key, value] of flinkOptions(settings)) {
    console.write('INFO', configuration, `Loading configuration property: ${key}, ${value}`);
  }
}

export function jvmOptions(settings: ClusterSettings, role: Role, host: string): readonly string[] {
  const service = serviceName(settings, role);
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

function printMemory(console: Console, logInfo: (message: string) => void): void {
  logInfo(' Preconfiguration: ');
  logInfo('');
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
  logInfo(separator);
}

export function logJobManagerStart(console: Console, settings: ClusterSettings, ip: string): void {
  const host = settings.highAvailability ? ip : rpcHost(settings);
  const logInfo = (logger: string, message: string) => console.write('INFO', logger, message);
  logInfo(entrypointLogger, 'Install security context.');
  logInfo(entrypointLogger, 'Initializing cluster services.');
  logInfo(
    'org.apache.flink.runtime.rpc.pekko.PekkoRpcServiceUtils',
    `Actor system started at pekko.tcp://flink@${host}:6123`,
  );
  logInfo(
    'org.apache.flink.runtime.blob.BlobServer',
    'Started BLOB server at 0.0.0.0:6124 - max concurrent requests: 50 - max backlog: 1000',
  );
  logInfo(
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
  logInfo(rest, 'Starting rest endpoint.');
  logInfo(rest, `Rest endpoint listening at ${address}:${restPort}`);
  logInfo(rest, `Web frontend listening at http://${address}:${restPort}.`);
}

export function logTaskManagerStart(console: Console, settings: ClusterSettings, name: string, ip: string): void {
  const logInfo = (logger: string, message: string) => console.write('INFO', logger, message);
  const runner = 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner';
  logInfo(runner, `TaskManager will use hostname/address '${name}' (${ip}) for communication.`);
  logInfo(
    'org.apache.flink.runtime.rpc.pekko.PekkoRpcServiceUtils',
    `Actor system started at pekko.tcp://flink@${ip}:6122`,
  );
  logInfo(runner, `Starting TaskManager with ResourceID: ${name}`);
  logInfo(
    'org.apache.flink.runtime.io.network.buffer.NetworkBufferPool',
    'Allocated 128 MB for network buffer pool (number of memory segments: 4096, bytes per segment: 32768).',
  );
  const executor = 'org.apache.flink.runtime.taskexecutor.TaskExecutor';
  logInfo(
    executor,
    `Connecting to ResourceManager pekko.tcp://flink@${rpcHost(settings)}:6123/user/rpc/resourcemanager_*.`,
  );
  logInfo(executor, 'Resolved ResourceManager address, beginning registration');
}

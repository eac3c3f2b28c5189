import { stringify } from 'yaml';
import {
  type ClusterSettings,
  checkpointDirectory,
  image,
  isFlink1,
  jobManagerMemory,
  rpcHost,
  savepointDirectory,
  taskManagerMemory,
} from '../settings.ts';

type Options = readonly (readonly [key: string, value: string])[];

/** The cluster's options as its client wrote them down. */
export function flinkOptions(settings: ClusterSettings): Options {
  const entrypoint = settings.mode === 'session' ? 'Session' : 'Application';
  return [
    ['blob.server.port', '6124'],
    ['execution.attached', 'false'],
    ['execution.target', `kubernetes-${settings.mode}`],
    ...(settings.hasSavepointDirectory
      ? ([
          ['execution.checkpointing.dir', checkpointDirectory],
          ['execution.checkpointing.savepoint-dir', savepointDirectory],
        ] as const)
      : []),
    ...(settings.highAvailability
      ? ([
          ['high-availability.cluster-id', settings.clusterId],
          ['high-availability.jobmanager.port', '6123'],
          ['high-availability.storageDir', 'file:///storage/ha'],
          ['high-availability.type', 'kubernetes'],
          ['kubernetes.jobmanager.replicas', '2'],
        ] as const)
      : []),
    ['internal.cluster.execution-mode', 'NORMAL'],
    ['jobmanager.execution.failover-strategy', 'region'],
    ['jobmanager.memory.process.size', jobManagerMemory.process],
    ['jobmanager.rpc.address', settings.highAvailability ? 'localhost' : rpcHost(settings)],
    ['jobmanager.rpc.port', '6123'],
    ['kubernetes.cluster-id', settings.clusterId],
    ['kubernetes.container.image.ref', image(settings)],
    [
      'kubernetes.internal.jobmanager.entrypoint.class',
      `org.apache.flink.kubernetes.entrypoint.Kubernetes${entrypoint}ClusterEntrypoint`,
    ],
    ['kubernetes.namespace', settings.namespace],
    ['kubernetes.service-account', 'flink'],
    ['parallelism.default', '1'],
    ['rest.address', 'localhost'],
    ...(settings.minimumSlots > 0
      ? ([['slotmanager.number-of-slots.min', String(settings.minimumSlots)]] as const)
      : []),
    ['taskmanager.memory.process.size', taskManagerMemory.process],
    ['taskmanager.numberOfTaskSlots', String(settings.slotsPerTaskManager)],
    ['taskmanager.rpc.port', '6122'],
  ];
}

/** The log files that a client's conf folder has, and so the ConfigMap (flink.md 2.4). */
export function loggingFiles(settings: ClusterSettings): readonly string[] {
  if (isFlink1(settings)) return ['logback-console.xml', 'log4j-console.properties'];
  return [
    'logback.xml',
    'log4j.properties',
    'logback-console.xml',
    'log4j-console.properties',
    'logback-session.xml',
    'log4j-session.properties',
    'log4j-cli.properties',
  ];
}

export function flinkConfigData(settings: ClusterSettings): Record<string, string> {
  const files = loggingFiles(settings).map((name) => [name, loggingFile(name, settings)] as const);
  return Object.fromEntries([...files, ['config.yaml', configYaml(flinkOptions(settings))]]);
}

function configYaml(options: Options): string {
  const root: Record<string, unknown> = {};
  for (const [key, value] of options) {
    const path = key.split('.');
    const last = path.pop() as string;
    let place = root;
    for (const part of path) {
      place[part] ??= {};
      place = place[part] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return stringify(root, { singleQuote: true });
}

function loggingFile(name: string, settings: ClusterSettings): string {
  if (name.endsWith('.xml')) return logback(name === 'logback-console.xml');
  return log4j(name === 'log4j-console.properties', settings);
}

const pattern = '%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n';

/** Keys and values as Flink ships them (flink.md 2.5). Only the console's file drives a running JVM. */
function log4j(isConsole: boolean, settings: ClusterSettings): string {
  const pinned = ['pekko', 'kafka', 'hadoop', 'zookeeper'].flatMap((id) => [
    `logger.${id}.name${id === 'kafka' ? '=' : ' ='} org.apache.${id}`,
    `logger.${id}.level = INFO`,
  ]);
  const console = [
    'appender.console.name = ConsoleAppender',
    'appender.console.type = CONSOLE',
    'appender.console.layout.type = PatternLayout',
    `appender.console.layout.pattern = ${pattern}`,
    'appender.console.filter.threshold.type = ThresholdFilter',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
    'appender.console.filter.threshold.level = ${sys:console.log.level:-ALL}',
    '',
  ];
  return [
    '# The file is looked at every 30 seconds; a change takes effect without a restart.',
    'monitorInterval=30',
    '',
    "# Flink's own logging and that of user code alike",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
    'rootLogger.level = ${env:ROOT_LOG_LEVEL:-INFO}',
    ...(isConsole ? ['rootLogger.appenderRef.console.ref = ConsoleAppender'] : []),
    'rootLogger.appenderRef.rolling.ref = RollingFileAppender',
    '',
    "# For Flink's own logging alone",
    '#logger.flink.name = org.apache.flink',
    '#logger.flink.level = INFO',
    '',
    '# Libraries keep their level, whatever the root has',
    ...pinned,
    'logger.shaded_zookeeper.name = org.apache.flink.shaded.zookeeper3',
    'logger.shaded_zookeeper.level = INFO',
    '',
    ...(isConsole ? console : []),
    'appender.rolling.name = RollingFileAppender',
    'appender.rolling.type = RollingFile',
    'appender.rolling.append = true',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
    'appender.rolling.fileName = ${sys:log.file}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
    'appender.rolling.filePattern = ${sys:log.file}.%i',
    'appender.rolling.layout.type = PatternLayout',
    `appender.rolling.layout.pattern = ${pattern}`,
    'appender.rolling.policies.type = Policies',
    'appender.rolling.policies.size.type = SizeBasedTriggeringPolicy',
    'appender.rolling.policies.size.size=100MB',
    'appender.rolling.policies.startup.type = OnStartupTriggeringPolicy',
    'appender.rolling.strategy.type = DefaultRolloverStrategy',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
    'appender.rolling.strategy.max = ${env:MAX_LOG_FILE_NUMBER:-10}',
    '',
    'logger.netty.name = org.jboss.netty.channel.DefaultChannelPipeline',
    'logger.netty.level = OFF',
    ...(isFlink1(settings) ? [] : ['', 'logger.python.name = PythonWorker', 'logger.python.level = ALL']),
    '',
  ].join('\n');
}

function logback(isConsole: boolean): string {
  const appender = isConsole ? 'console' : 'file';
  const type = isConsole ? 'ConsoleAppender' : 'FileAppender';
  return `<configuration>
    <appender name="${appender}" class="ch.qos.logback.core.${type}">
        <encoder>
            <pattern>%d{yyyy-MM-dd HH:mm:ss.SSS} [%thread] %-5level %logger{60} %X{sourceThread} - %msg%n</pattern>
        </encoder>
    </appender>
    <root level="\${ROOT_LOG_LEVEL:-INFO}">
        <appender-ref ref="${appender}"/>
    </root>
    <logger name="org.apache.pekko" level="INFO"/>
    <logger name="org.apache.kafka" level="INFO"/>
</configuration>
`;
}

import { type ClusterSettings, isFlink1 } from '../settings.ts';

/** The log4j configuration file that JobManagers and TaskManagers read. */
export const consoleFile = 'log4j-console.properties';

/**
 * Returns the names of the logging configuration files in the ConfigMap. Flink's FlinkConfMountDecorator copies these
 * files from the client.
 */
export function configMapLoggingFiles(settings: ClusterSettings): readonly string[] {
  const names = isFlink1(settings) ? ['logback-console.xml', consoleFile] : filesSinceFlink21;
  return settings.logging === 'no-file' ? names.filter((name) => name !== consoleFile) : names;
}

/** Returns the names of the logging configuration files that the pods mount. */
export const mountedLoggingFiles = (settings: ClusterSettings): readonly string[] =>
  settings.logging === 'not-projected'
    ? configMapLoggingFiles(settings).filter((name) => name !== consoleFile)
    : configMapLoggingFiles(settings);

const filesSinceFlink21 = [
  'logback.xml',
  'log4j.properties',
  'logback-console.xml',
  'log4j-console.properties',
  'logback-session.xml',
  'log4j-session.properties',
  'log4j-cli.properties',
];

/** Returns the text of a logging configuration file, based on Flink's default file. */
export function loggingFileText(name: string, settings: ClusterSettings): string {
  if (name.endsWith('.xml')) return logback(name === 'logback-console.xml', settings);
  return log4j(name === consoleFile, settings);
}

const pattern = '%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n';

function log4j(isConsole: boolean, settings: ClusterSettings): string {
  const isOperator = settings.logging === 'operator';
  const libraryLevels = ['pekko', 'kafka', 'hadoop', 'zookeeper'].flatMap((id) => [
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
    ...(isOperator ? [] : ['# log4j checks this file every 30 seconds and applies changes without a restart']),
    ...(isOperator ? [] : ['monitorInterval=30', '']),
    '# The level of Flink and of user code',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
    isOperator ? 'rootLogger.level = INFO' : 'rootLogger.level = ${env:ROOT_LOG_LEVEL:-INFO}',
    ...(isConsole ? ['rootLogger.appenderRef.console.ref = ConsoleAppender'] : []),
    'rootLogger.appenderRef.rolling.ref = RollingFileAppender',
    '',
    '# Uncomment to set the level of Flink only',
    '#logger.flink.name = org.apache.flink',
    '#logger.flink.level = INFO',
    '',
    '# Libraries keep their own level, independent of the root level',
    ...libraryLevels,
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

function logback(isConsole: boolean, { logging }: ClusterSettings): string {
  const scan = isConsole && logging === 'logback-scan' ? ' scan="true" scanPeriod="30 seconds"' : '';
  const appender = isConsole ? 'console' : 'file';
  const type = isConsole ? 'ConsoleAppender' : 'FileAppender';
  return `<configuration${scan}>
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

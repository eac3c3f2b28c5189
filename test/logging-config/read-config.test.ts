import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoggingBackend, LoggingConfig } from '../../src/logging-config/logging-config.ts';
import { readLoggingConfig } from '../../src/logging-config/read-config.ts';
import { stockFile } from './stock-file.ts';

/** Formats each logger as `name level origin`. */
const format = ({ loggers }: LoggingConfig): readonly string[] =>
  loggers.map(({ name, level, origin }) => {
    const from = origin.kind === 'parent' ? origin.logger : origin.kind === 'lookup' ? origin.expression : origin.kind;
    return `${name} ${level} ${from}`;
  });

const read = (text: string, backend: LoggingBackend = 'log4j') => readLoggingConfig(backend, text);
const problemsOf = (text: string, backend: LoggingBackend = 'log4j'): readonly string[] =>
  read(text, backend).problems.map(({ line, message, effect }) => `${line} ${effect}: ${message}`);

const pinned = ['org.apache.hadoop INFO own', 'org.apache.kafka INFO own', 'org.apache.pekko INFO own'];
const netty = 'org.jboss.netty.channel.DefaultChannelPipeline OFF own';
const zookeeper = 'org.apache.zookeeper INFO own';
const shaded = 'org.apache.flink.shaded.zookeeper3 INFO own';
// biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
const byEnvironment = 'root INFO ${env:ROOT_LOG_LEVEL:-INFO}';

const stock: Record<string, readonly string[]> = {
  'flink-1.18.properties': ['root INFO own', shaded, ...pinned, zookeeper, netty],
  'flink-1.19.properties': [byEnvironment, shaded, ...pinned, zookeeper, netty],
  'flink-2.3.properties': [byEnvironment, 'PythonWorker ALL own', shaded, ...pinned, zookeeper, netty],
  'operator.properties': ['root INFO own', 'akka INFO own', ...pinned.slice(0, 2), zookeeper, netty],
  'standalone.properties': ['root INFO own', ...pinned, zookeeper, netty],
};

describe('default logging configuration files', () => {
  for (const [name, loggers] of Object.entries(stock)) {
    test(name, () => {
      const config = read(stockFile(name));
      assert.deepEqual(format(config), loggers);
      assert.deepEqual(config.problems, []);
      assert.equal(config.monitorIntervalSeconds, name.startsWith('flink') ? 30 : undefined);
    });
  }

  test('logback', () => {
    const config = read(stockFile('logback-2.3.xml'), 'logback');
    assert.deepEqual(format(config), [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: logback's own lookup
      'root INFO ${ROOT_LOG_LEVEL:-INFO}',
      'PythonWorker ALL own',
      ...pinned,
      zookeeper,
      'org.jboss.netty.channel.DefaultChannelPipeline ERROR own',
    ]);
    assert.deepEqual(config.problems, []);
    assert.equal(config.monitorIntervalSeconds, undefined);
  });
});

test('finds levels and lines in every syntax of java.util.Properties', () => {
  const text = [
    '  ! comments may begin like this \\',
    'logger.a.name : com.example.\\',
    '    Orders',
    'logger.a.level\tWARN ',
    '',
    'rootLogger.\\u006cevel=debug',
  ].join('\r\n');
  assert.deepEqual(read(text).loggers, [
    { name: 'root', level: 'DEBUG', origin: { kind: 'own', line: 6 } },
    { name: 'com.example.Orders', level: 'WARN', origin: { kind: 'own', line: 4 } },
  ]);
});

test('inherits the level of the nearest parent', () => {
  const text =
    'rootLogger.level = WARN\nlogger.a.name = a.b\nlogger.a.level = DEBUG\nlogger.c.name = a.b.c.d\nlogger.e.name=e';
  assert.deepEqual(format(read(text)), ['root WARN own', 'a.b DEBUG own', 'a.b.c.d DEBUG a.b', 'e WARN root']);
});

test('resolves lookups from properties and defaults', () => {
  const text = [
    'property.mine = ERROR',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    'rootLogger.level = ${sys:level:-${env:LEVEL:-WARN}}',
    'logger.a.name = a',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    'logger.a.level = ${mine}',
    'logger.b.name = b',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    'logger.b.level = ${env:UNKNOWN}',
  ].join('\n');
  assert.deepEqual(
    read(text).loggers.map(({ name, level, origin }) => [name, level, origin.kind]),
    [
      ['root', 'WARN', 'lookup'],
      ['a', 'ERROR', 'lookup'],
      ['b', undefined, 'lookup'],
    ],
  );
});

test('resolves lookups in logger names', () => {
  const text = [
    'property.top = org',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    'property.pkg = ${top}.foo',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    'logger.a.name = ${pkg}.x',
    'logger.a.level = WARN',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    'logger.b.name = ${env:PKG:-com.bar}.y',
    'logger.b.level = ERROR',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    'logger.c.name = ${env:NOWHERE}.z',
    'logger.c.level = OFF',
    'logger.d.name = org.foo.x',
  ].join('\n');
  assert.deepEqual(format(read(text)), [
    'root ERROR default',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    '${env:NOWHERE}.z OFF own',
    'com.bar.y ERROR own',
    'org.foo.x ERROR root',
  ]);
  assert.deepEqual(problemsOf(text), [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    '7 ignored: the name of logger.c is ${env:NOWHERE}.z, which only the JVM can resolve',
    '9 ignored: logger.d and logger.a are both named org.foo.x: only one of them is used',
  ]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
  assert.deepEqual(format(read('property.r = root\nlogger.a.name = ${r}\nlogger.a.level = WARN')), ['root WARN own']);
});

test('reads only listed loggers and allows dots in their ids', () => {
  const text =
    'loggers = a, x.y\nlogger.a.name = a\nlogger.a.level = WARN\nlogger.x.y.name = b\nlogger.x.y.level = OFF\nlogger.c.name = c\n';
  assert.deepEqual(format(read(text)), ['root ERROR default', 'a WARN own', 'b OFF own']);
  assert.match(problemsOf(text)[0] ?? '', /^6 ignored: logger\.c is not in the list on line 1/);
});

test('prefers the shorthand for level and appenders', () => {
  const text = 'rootLogger = WARN, Console\nrootLogger.level = DEBUG\n';
  assert.deepEqual(format(read(text)), ['root WARN own']);
  assert.deepEqual(problemsOf(text), ['2 ignored: the level of rootLogger on line 1 takes precedence']);
});

const rejectedByLog4j: Record<string, string> = {
  'logger.a.level = INFO': '1 refused: logger.a has no name',
  'monitorInterval = 30\nlogger.org.apache.kafka.level = INFO': '2 refused: logger.org has no name',
  'loggers = a': '1 refused: logger.a has no name',
  'logger.a.name = a\nlogger.a.type = logger': '2 refused: logger.a has type logger, but only asyncLogger is allowed',
  'monitorInterval = 30s': '1 refused: monitorInterval is "30s", not a number',
  'monitorInterval = 99999999999': '1 refused: monitorInterval is "99999999999", above the maximum of 2147483647',
  'monitorInterval = 2147483648': '1 refused: monitorInterval is "2147483648", above the maximum of 2147483647',
  'customLevel.LOUD = 99999999999': '1 refused: customLevel.LOUD is "99999999999", above the maximum of 2147483647',
  'shutdownTimeout = 9223372036854775808':
    '1 refused: shutdownTimeout is "9223372036854775808", above the maximum of 9223372036854775807',
  'property.a = \\u00g1': '1 refused: property.a has a \\u without four hexadecimal digits',
  'appender.c.name = Console': '1 refused: appender.c has no type',
  'rootLogger.appenderRef.c.level = INFO': '1 refused: rootLogger.appenderRef.c has no ref',
};

for (const [text, problem] of Object.entries(rejectedByLog4j)) {
  test(`reports that log4j rejects ${JSON.stringify(text)}`, () => assert.deepEqual(problemsOf(text), [problem]));
}

test('reports no problem for the largest numbers that log4j accepts', () => {
  const text = 'monitorInterval = 2147483647\nshutdownTimeout = 9223372036854775807\ncustomLevel.QUIET = -2147483648';
  assert.deepEqual(problemsOf(text), []);
  assert.equal(read(text).monitorIntervalSeconds, 2147483647);
  assert.equal(read('monitorInterval = 2147483648').monitorIntervalSeconds, undefined);
});

const ignoredByLog4j: Record<string, string> = {
  'rootLogger.level = LOUD': '1 ignored: invalid level LOUD: rootLogger uses ERROR',
  'logger.a.name = a\nlogger.a.level = INFO # not DEBUG':
    "2 ignored: invalid level INFO # not DEBUG: logger.a uses its parent's level",
  'rootLogger.level = INFO\nrootLogger.level = WARN': '1 ignored: rootLogger.level is overridden on line 2',
  'logger.a.name = a \nlogger.a.level = INFO':
    '1 ignored: the name of logger.a ends with a space, so it matches no logger',
  'logger.a.name = x\nlogger.b.name = x': '2 ignored: logger.b and logger.a are both named x: only one of them is used',
};

for (const [text, problem] of Object.entries(ignoredByLog4j)) {
  test(`reports that log4j ignores part of ${JSON.stringify(text)}`, () =>
    assert.deepEqual(problemsOf(text), [problem]));
}

describe('logback', () => {
  const readXml = (inner: string, attributes = '') =>
    read(`<configuration${attributes}>\n${inner}\n</configuration>`, 'logback');

  test('uses the last of two loggers with the same name, and reads <level> elements', () => {
    const config = readXml(
      '<logger name="a" level="WARN"/>\n<Logger name="a"><level value="trace"/></Logger><logger name="ROOT" level="ERROR"/>',
    );
    assert.deepEqual(format(config), ['root ERROR own', 'a TRACE own']);
  });

  test('splits names at $ and treats INHERITED as no level', () => {
    const config = readXml('<logger name="a.B" level="WARN"/><logger name="a.B$C" level="INHERITED"/>');
    assert.deepEqual(format(config), ['root DEBUG default', 'a.B WARN own', 'a.B$C WARN a.B']);
  });

  test('a later INHERITED removes a level', () => {
    const config = readXml('<logger name="a" level="OFF"/><logger name="a" level="INHERITED"/>');
    assert.deepEqual(format(config), ['root DEBUG default', 'a DEBUG root']);
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: logback's own lookups
  // Tested with Logback 1.2.3, 1.2.13, 1.3.14 and 1.5.18.
  const byVersion: Record<string, { readonly levels: readonly string[]; readonly problems: readonly string[] }> = {
    '<logger name="a" level=" WARN "/>': {
      levels: ['root DEBUG default', 'a undefined own'],
      problems: ['2 ignored: " WARN " means WARN in Logback 1.3 and later, DEBUG in earlier versions'],
    },
    '<logger name="a"><level value="WARN "/></logger>': {
      levels: ['root DEBUG default', 'a undefined own'],
      problems: ['2 ignored: "WARN " means WARN in Logback 1.3 and later, DEBUG in earlier versions'],
    },
    '<logger name="a" level="  "/>': {
      levels: ['root DEBUG default', 'a undefined own'],
      problems: ['2 ignored: "  " means no change in Logback 1.3 and later, DEBUG in earlier versions'],
    },
    '<logger name="a" level=" DEBUG "/>': { levels: ['root DEBUG default', 'a DEBUG own'], problems: [] },
    '<logger name="a" level=" INHERITED "/>': {
      levels: ['root DEBUG default', 'a DEBUG own'],
      problems: ['2 ignored: invalid level " INHERITED ": logback uses DEBUG'],
    },
    '<logger name="a" level="${x}"/><property name="x" value="OFF"/><logger name="b" level="${x}"/>': {
      levels: ['root DEBUG default', 'a undefined ${x}', 'b OFF ${x}'],
      problems: ['2 ignored: "${x}" means OFF in Logback 1.3 and later, unknown in earlier versions'],
    },
    '<logger name="a" level="${x:-ERROR}"/><variable name="x" value="OFF"/>': {
      levels: ['root DEBUG default', 'a undefined ${x:-ERROR}'],
      problems: ['2 ignored: "${x:-ERROR}" means OFF in Logback 1.3 and later, ERROR in earlier versions'],
    },
    '<property name="x" value="WARN"/><logger name="a" level="${x}"/><property name="x" value="OFF"/>': {
      levels: ['root DEBUG default', 'a undefined ${x}'],
      problems: ['2 ignored: "${x}" means OFF in Logback 1.3 and later, WARN in earlier versions'],
    },
    '<property name="x" value=" OFF "/><logger name="a" level="${x}"/>': {
      levels: ['root DEBUG default', 'a OFF ${x}'],
      problems: [],
    },
    '<property name="x" value="${y}"/><property name="y" value="OFF"/><logger name="a" level="${x}"/>': {
      levels: ['root DEBUG default', 'a undefined ${x}'],
      problems: [],
    },
    '<logger name="${p}.a" level="OFF"/><property name="p" value="org"/>': {
      levels: ['root DEBUG default', 'org.a OFF own'],
      problems: ['2 ignored: the logger name is org.a in Logback 1.3 and later, ${p}.a in earlier versions'],
    },
  };
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: logback's own lookups
  for (const [inner, { levels, problems }] of Object.entries(byVersion)) {
    test(`reads levels and reports version differences of ${inner}`, () => {
      assert.deepEqual(format(readXml(inner)), levels);
      assert.deepEqual(problemsOf(`<configuration>\n${inner}\n</configuration>`, 'logback'), problems);
    });
  }

  test('skips comments and CDATA, and resolves entities', () => {
    const config = readXml(
      '<!-- <logger name="a" level="OFF"/> --><![CDATA[<logger name="b"]]>\n<logger name="c&#46;d" level="INFO"/>',
    );
    assert.deepEqual(format(config), ['root DEBUG default', 'c.d INFO own']);
  });

  test('reads the reload interval from scan and scanPeriod', () => {
    const interval = (attributes: string) => readXml('', attributes).monitorIntervalSeconds;
    assert.equal(interval(' scan="true" scanPeriod="30 seconds"'), 30);
    assert.equal(interval(" scan='true' scanPeriod='2 Minutes'"), 120);
    assert.equal(interval(' scan="true" scanPeriod="5000"'), 5);
    assert.equal(interval(' scan="false" scanPeriod="30 seconds"'), undefined);
    assert.equal(interval(' scan="true"'), undefined);
    assert.deepEqual(readXml('', ' scan="true"').problems, [
      { line: 1, message: 'scan without scanPeriod has no effect', effect: 'ignored' },
    ]);
  });

  const malformed: Record<string, string> = {
    '<configuration>\n<root>\n</configuration>': '3 refused: </configuration> has no matching start tag',
    '<configuration>\n': '1 refused: <configuration> is not closed',
    '<configuration>\n<logger name=a/></configuration>': '2 refused: tag <logger> has no closing >',
    '<configuration>\n\n a & b</configuration>': '3 refused: invalid character reference after &',
    '<configuration/><more/>': '1 refused: <more> after the end of the root element',
    '<configuration><logger name="a" name="b"/></configuration>': '1 refused: duplicate attribute name',
    '<configuration><!-- a -- b --></configuration>': '1 refused: invalid end of a comment',
    '<configuration/>\nmore': '2 refused: text outside the root element',
    '<configuration>]]></configuration>': '1 refused: unexpected ]]>',
    '\n<?xml version="1.0"?><configuration/>': '2 refused: unexpected <',
    '<log4j/>': '1 refused: root element is <log4j>, not <configuration>',
    '': '1 refused: no root element',
  };
  for (const [text, problem] of Object.entries(malformed)) {
    test(`rejects ${JSON.stringify(text)}`, () => assert.deepEqual(problemsOf(text, 'logback'), [problem]));
  }

  test('reports that Logback uses DEBUG for an invalid level', () => {
    assert.deepEqual(problemsOf('<configuration>\n<root level="LOUD"/></configuration>', 'logback'), [
      '2 ignored: invalid level "LOUD": logback uses DEBUG',
    ]);
  });
});

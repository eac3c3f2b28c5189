import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoggingBackend, LoggingConfig } from '../../src/logging-config/logging-config.ts';
import { readLoggingConfig } from '../../src/logging-config/read-config.ts';
import { stockFile } from './stock-file.ts';

/** `name level origin`, a logger a line. */
const shown = ({ loggers }: LoggingConfig): readonly string[] =>
  loggers.map(({ name, level, origin }) => {
    const from = origin.kind === 'parent' ? origin.logger : origin.kind === 'lookup' ? origin.expression : origin.kind;
    return `${name} ${level} ${from}`;
  });

const read = (text: string, backend: LoggingBackend = 'log4j') => readLoggingConfig(backend, text);
const told = (text: string, backend: LoggingBackend = 'log4j'): readonly string[] =>
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

describe('the files that clusters start with', () => {
  for (const [name, loggers] of Object.entries(stock)) {
    test(name, () => {
      const config = read(stockFile(name));
      assert.deepEqual(shown(config), loggers);
      assert.deepEqual(config.problems, []);
      assert.equal(config.monitorIntervalSeconds, name.startsWith('flink') ? 30 : undefined);
    });
  }

  test('logback', () => {
    const config = read(stockFile('logback-2.3.xml'), 'logback');
    assert.deepEqual(shown(config), [
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

test('a level is at its line, whatever java.util.Properties lets people write', () => {
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

test('a logger without a level has that of the nearest one above it', () => {
  const text =
    'rootLogger.level = WARN\nlogger.a.name = a.b\nlogger.a.level = DEBUG\nlogger.c.name = a.b.c.d\nlogger.e.name=e';
  assert.deepEqual(shown(read(text)), ['root WARN own', 'a.b DEBUG own', 'a.b.c.d DEBUG a.b', 'e WARN root']);
});

test('lookups are resolved as far as the file tells', () => {
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

test('lookups in the name of a logger are resolved as far as the file tells', () => {
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
  assert.deepEqual(shown(read(text)), [
    'root ERROR default',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    '${env:NOWHERE}.z OFF own',
    'com.bar.y ERROR own',
    'org.foo.x ERROR root',
  ]);
  assert.deepEqual(told(text), [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
    '7 ignored: the name of logger.c is ${env:NOWHERE}.z: the file alone does not tell which logger it is',
    '9 ignored: logger.d and logger.a are both named org.foo.x, and only one of them counts',
  ]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
  assert.deepEqual(shown(read('property.r = root\nlogger.a.name = ${r}\nlogger.a.level = WARN')), ['root WARN own']);
});

test('a list of loggers says which ones are read, and allows dots in an id', () => {
  const text =
    'loggers = a, x.y\nlogger.a.name = a\nlogger.a.level = WARN\nlogger.x.y.name = b\nlogger.x.y.level = OFF\nlogger.c.name = c\n';
  assert.deepEqual(shown(read(text)), ['root ERROR default', 'a WARN own', 'b OFF own']);
  assert.match(told(text)[0] ?? '', /^6 ignored: logger\.c is not in the list of line 1/);
});

test('level and appenders may stand in one line, which then counts', () => {
  const text = 'rootLogger = WARN, Console\nrootLogger.level = DEBUG\n';
  assert.deepEqual(shown(read(text)), ['root WARN own']);
  assert.deepEqual(told(text), ['2 ignored: rootLogger has its level on line 1, which counts']);
});

const refusedByLog4j: Record<string, string> = {
  'logger.a.level = INFO': '1 refused: logger.a has no name',
  'monitorInterval = 30\nlogger.org.apache.kafka.level = INFO': '2 refused: logger.org has no name',
  'loggers = a': '1 refused: logger.a has no name',
  'logger.a.name = a\nlogger.a.type = logger':
    '2 refused: logger.a is of the type logger, and asyncLogger is the only one there is',
  'monitorInterval = 30s': '1 refused: monitorInterval is "30s", which is no number',
  'monitorInterval = 99999999999':
    '1 refused: monitorInterval is "99999999999", which is too large for log4j, which reads 2147483647 at most',
  'monitorInterval = 2147483648':
    '1 refused: monitorInterval is "2147483648", which is too large for log4j, which reads 2147483647 at most',
  'customLevel.LOUD = 99999999999':
    '1 refused: customLevel.LOUD is "99999999999", which is too large for log4j, which reads 2147483647 at most',
  'shutdownTimeout = 9223372036854775808':
    '1 refused: shutdownTimeout is "9223372036854775808", which is too large for log4j, which reads 9223372036854775807 at most',
  'property.a = \\u00g1': '1 refused: property.a has a \\u without four hexadecimal digits behind it',
  'appender.c.name = Console': '1 refused: appender.c has no type',
  'rootLogger.appenderRef.c.level = INFO': '1 refused: rootLogger.appenderRef.c has no ref',
};

for (const [text, problem] of Object.entries(refusedByLog4j)) {
  test(`log4j refuses ${JSON.stringify(text)}`, () => assert.deepEqual(told(text), [problem]));
}

test('the largest numbers that log4j reads are good', () => {
  const text = 'monitorInterval = 2147483647\nshutdownTimeout = 9223372036854775807\ncustomLevel.QUIET = -2147483648';
  assert.deepEqual(told(text), []);
  assert.equal(read(text).monitorIntervalSeconds, 2147483647);
  assert.equal(read('monitorInterval = 2147483648').monitorIntervalSeconds, undefined);
});

const passedOver: Record<string, string> = {
  'rootLogger.level = LOUD': '1 ignored: LOUD is no level, so rootLogger has ERROR',
  'logger.a.name = a\nlogger.a.level = INFO # not DEBUG':
    "2 ignored: INFO # not DEBUG is no level, so logger.a has its parent's level",
  'rootLogger.level = INFO\nrootLogger.level = WARN':
    '1 ignored: rootLogger.level is given again on line 2, which is what counts',
  'logger.a.name = a \nlogger.a.level = INFO':
    '1 ignored: the name of logger.a ends with a blank, so that no logger has it',
  'logger.a.name = x\nlogger.b.name = x':
    '2 ignored: logger.b and logger.a are both named x, and only one of them counts',
};

for (const [text, problem] of Object.entries(passedOver)) {
  test(`log4j passes over ${JSON.stringify(text)}`, () => assert.deepEqual(told(text), [problem]));
}

describe('logback', () => {
  const readXml = (inner: string, attributes = '') =>
    read(`<configuration${attributes}>\n${inner}\n</configuration>`, 'logback');

  test('the last one of a name counts, and a level may be an element of its own', () => {
    const config = readXml(
      '<logger name="a" level="WARN"/>\n<Logger name="a"><level value="trace"/></Logger><logger name="ROOT" level="ERROR"/>',
    );
    assert.deepEqual(shown(config), ['root ERROR own', 'a TRACE own']);
  });

  test('a $ parts names too, and INHERITED is no level', () => {
    const config = readXml('<logger name="a.B" level="WARN"/><logger name="a.B$C" level="INHERITED"/>');
    assert.deepEqual(shown(config), ['root DEBUG default', 'a.B WARN own', 'a.B$C WARN a.B']);
  });

  test('an INHERITED that comes later takes a level away', () => {
    const config = readXml('<logger name="a" level="OFF"/><logger name="a" level="INHERITED"/>');
    assert.deepEqual(shown(config), ['root DEBUG default', 'a DEBUG root']);
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: logback's own lookups
  // Each was tried with logback 1.2.3, 1.2.13, 1.3.14 and 1.5.18.
  const byVersion: Record<string, { readonly levels: readonly string[]; readonly problems: readonly string[] }> = {
    '<logger name="a" level=" WARN "/>': {
      levels: ['root DEBUG default', 'a undefined own'],
      problems: ['2 ignored: " WARN " is WARN to Logback 1.3 and later, and DEBUG to earlier versions'],
    },
    '<logger name="a"><level value="WARN "/></logger>': {
      levels: ['root DEBUG default', 'a undefined own'],
      problems: ['2 ignored: "WARN " is WARN to Logback 1.3 and later, and DEBUG to earlier versions'],
    },
    '<logger name="a" level="  "/>': {
      levels: ['root DEBUG default', 'a undefined own'],
      problems: ['2 ignored: "  " is no change to Logback 1.3 and later, and DEBUG to earlier versions'],
    },
    '<logger name="a" level=" DEBUG "/>': { levels: ['root DEBUG default', 'a DEBUG own'], problems: [] },
    '<logger name="a" level=" INHERITED "/>': {
      levels: ['root DEBUG default', 'a DEBUG own'],
      problems: ['2 ignored: " INHERITED " is no level, so logback takes DEBUG'],
    },
    '<logger name="a" level="${x}"/><property name="x" value="OFF"/><logger name="b" level="${x}"/>': {
      levels: ['root DEBUG default', 'a undefined ${x}', 'b OFF ${x}'],
      problems: ['2 ignored: "${x}" is OFF to Logback 1.3 and later, and not known to earlier versions'],
    },
    '<logger name="a" level="${x:-ERROR}"/><variable name="x" value="OFF"/>': {
      levels: ['root DEBUG default', 'a undefined ${x:-ERROR}'],
      problems: ['2 ignored: "${x:-ERROR}" is OFF to Logback 1.3 and later, and ERROR to earlier versions'],
    },
    '<property name="x" value="WARN"/><logger name="a" level="${x}"/><property name="x" value="OFF"/>': {
      levels: ['root DEBUG default', 'a undefined ${x}'],
      problems: ['2 ignored: "${x}" is OFF to Logback 1.3 and later, and WARN to earlier versions'],
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
      problems: ['2 ignored: the logger is org.a to Logback 1.3 and later, and ${p}.a to earlier versions'],
    },
  };
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: logback's own lookups
  for (const [inner, { levels, problems }] of Object.entries(byVersion)) {
    test(`where versions differ, ${inner} is told`, () => {
      assert.deepEqual(shown(readXml(inner)), levels);
      assert.deepEqual(told(`<configuration>\n${inner}\n</configuration>`, 'logback'), problems);
    });
  }

  test('what is commented out, or in CDATA, is not there; entities are what they mean', () => {
    const config = readXml(
      '<!-- <logger name="a" level="OFF"/> --><![CDATA[<logger name="b"]]>\n<logger name="c&#46;d" level="INFO"/>',
    );
    assert.deepEqual(shown(config), ['root DEBUG default', 'c.d INFO own']);
  });

  test('it looks at the file again if scan and scanPeriod say so', () => {
    const interval = (attributes: string) => readXml('', attributes).monitorIntervalSeconds;
    assert.equal(interval(' scan="true" scanPeriod="30 seconds"'), 30);
    assert.equal(interval(" scan='true' scanPeriod='2 Minutes'"), 120);
    assert.equal(interval(' scan="true" scanPeriod="5000"'), 5);
    assert.equal(interval(' scan="false" scanPeriod="30 seconds"'), undefined);
    assert.equal(interval(' scan="true"'), undefined);
    assert.deepEqual(readXml('', ' scan="true"').problems, [
      { line: 1, message: 'scan without scanPeriod looks at nothing', effect: 'ignored' },
    ]);
  });

  const malformed: Record<string, string> = {
    '<configuration>\n<root>\n</configuration>': '3 refused: </configuration> closes nothing that is open',
    '<configuration>\n': '1 refused: <configuration> is never closed',
    '<configuration>\n<logger name=a/></configuration>': '2 refused: <logger> is not closed by a >',
    '<configuration>\n\n a & b</configuration>': '3 refused: a & begins no character reference',
    '<configuration/><more/>': '1 refused: <more> stands behind the end',
    '<configuration><logger name="a" name="b"/></configuration>': '1 refused: name is given twice',
    '<configuration><!-- a -- b --></configuration>': '1 refused: a comment has no proper end',
    '<configuration/>\nmore': '2 refused: there is text outside of all elements',
    '<configuration>]]></configuration>': '1 refused: a ]]> ends nothing',
    '\n<?xml version="1.0"?><configuration/>': '2 refused: a < begins no tag',
    '<log4j/>': '1 refused: <log4j> stands where <configuration> should',
    '': '1 refused: there is no element at all',
  };
  for (const [text, problem] of Object.entries(malformed)) {
    test(`refuses ${JSON.stringify(text)}`, () => assert.deepEqual(told(text, 'logback'), [problem]));
  }

  test('a word that is no level is DEBUG to it', () => {
    assert.deepEqual(told('<configuration>\n<root level="LOUD"/></configuration>', 'logback'), [
      '2 ignored: "LOUD" is no level, so logback takes DEBUG',
    ]);
  });
});

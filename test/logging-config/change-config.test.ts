import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changeLoggingConfig } from '../../src/logging-config/change-config.ts';
import { diffLines } from '../../src/logging-config/diff.ts';
import { effectiveLevel } from '../../src/logging-config/effective-level.ts';
import {
  type ConfigLevel,
  configLevels,
  type LevelChange,
  type LoggingBackend,
  LoggingConfigError,
} from '../../src/logging-config/logging-config.ts';
import { readLoggingConfig } from '../../src/logging-config/read-config.ts';
import { generateLog4j } from './generate-log4j.ts';
import { generateLogback } from './generate-logback.ts';
import { createRandom } from './random.ts';
import { stockFile, stockFiles } from './stock-file.ts';

const set = (logger: string, level: ConfigLevel): LevelChange => ({ kind: 'set', logger, level });
const remove = (logger: string): LevelChange => ({ kind: 'remove', logger });

const log4j = (text: string, ...changes: readonly LevelChange[]) => changeLoggingConfig('log4j', text, changes);
const logback = (text: string, ...changes: readonly LevelChange[]) => changeLoggingConfig('logback', text, changes);

/** Returns the changed lines as `-5 text` and `+5 text`. */
const changed = (before: string, after: string): readonly string[] =>
  diffLines(before, after)
    .filter(({ sign }) => sign !== ' ')
    .map(({ sign, line, text }) => `${sign}${line} ${text}`);

describe("Flink's default file", () => {
  const text = stockFile('flink-2.3.properties');
  const last = text.split('\n').length;

  test('replaces the lookup of the root level', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
    const before = '-7 rootLogger.level = ${env:ROOT_LOG_LEVEL:-INFO}';
    assert.deepEqual(changed(text, log4j(text, set('root', 'WARN'))), [before, '+7 rootLogger.level = WARN']);
  });

  test('changes a configured logger', () => {
    const after = log4j(text, set('org.apache.kafka', 'DEBUG'));
    assert.equal(changed(text, after)[1]?.slice(1).replace(/^\d+ /, ''), 'logger.kafka.level = DEBUG');
    assert.equal(changed(text, after).length, 2);
  });

  test('uncomments a commented-out logger', () => {
    assert.deepEqual(changed(text, log4j(text, set('org.apache.flink', 'DEBUG'))), [
      '-12 #logger.flink.name = org.apache.flink',
      '-13 #logger.flink.level = INFO',
      '+12 logger.flink.name = org.apache.flink',
      '+13 logger.flink.level = DEBUG',
    ]);
  });

  test('adds new loggers with unique ids and removes them completely', () => {
    const one = log4j(text, set('com.example.Orders', 'TRACE'));
    assert.deepEqual(changed(text, one), [
      `+${last} logger.tui_1.name = com.example.Orders`,
      `+${last + 1} logger.tui_1.level = TRACE`,
    ]);
    const two = log4j(one, set('Numbers', 'OFF'));
    assert.deepEqual(changed(one, two), [
      `+${last + 2} logger.tui_2.name = Numbers`,
      `+${last + 3} logger.tui_2.level = OFF`,
    ]);
    assert.equal(log4j(two, remove('com.example.Orders'), remove('Numbers')), text);
    assert.equal(log4j(two, remove('Numbers')), one);
  });

  test('changes the reload interval', () => {
    assert.deepEqual(changed(text, log4j(text, { kind: 'interval', seconds: 5 })), [
      '-4 monitorInterval=30',
      '+4 monitorInterval=5',
    ]);
    const without = stockFile('operator.properties');
    const after = log4j(without, { kind: 'interval', seconds: 5 });
    assert.equal(after, `${without}monitorInterval = 5\n`);
  });
});

describe('other log4j files', () => {
  test('adds a new logger to the list and removes it again', () => {
    const text = 'logger.a.name = a\nloggers = a';
    const after = log4j(text, set('b', 'WARN'));
    assert.equal(after, 'logger.a.name = a\nloggers = a, tui_1\nlogger.tui_1.name = b\nlogger.tui_1.level = WARN');
    assert.equal(log4j(after, remove('b')), text);
  });

  test('keeps Windows line endings', () => {
    const text = 'rootLogger.level = INFO\r\nlogger.a.name = a\r\n';
    const after = log4j(text, set('a', 'DEBUG'), set('b', 'OFF'));
    const added = 'logger.a.level = DEBUG\r\nlogger.tui_1.name = b\r\nlogger.tui_1.level = OFF\r\n';
    assert.equal(after, text + added);
  });

  test('changes the last of two equal keys, because log4j ignores the first', () => {
    const text = 'rootLogger.level = INFO\nrootLogger.level = WARN\n';
    assert.equal(log4j(text, set('root', 'DEBUG')), 'rootLogger.level = INFO\nrootLogger.level = DEBUG\n');
  });

  test('keeps other properties and whitespace', () => {
    const text = [
      '  logger.a.level\t:  IN\\',
      '     FO  ',
      'logger.a.additivity = false',
      'logger.a.appenderRef.f.ref = File',
      'logger.a.name = a',
    ].join('\n');
    const after = log4j(text, set('a', 'OFF'));
    assert.equal(after, text.replace('IN\\\n     FO', 'OFF'));
    assert.equal(log4j(after, remove('a')), text.slice(text.indexOf('logger.a.additivity')));
  });

  test('changes a level on the same line as appenders', () => {
    const text = 'rootLogger = INFO , Console\nlogger.a.name = a\nlogger.a = WARN, Console\n';
    assert.equal(
      log4j(text, set('root', 'DEBUG'), set('a', 'OFF')),
      text.replace('INFO', 'DEBUG').replace('WARN', 'OFF'),
    );
    assert.throws(() => log4j(text, remove('a')), {
      line: 3,
      message: /cannot remove the level of logger\.a: its line also sets its appenders$/,
    });
  });

  test('adds a logger after an unfinished continuation line', () => {
    for (const text of ['property.a = b\\', 'property.a = b\\\n']) {
      const after = log4j(text, set('x', 'WARN'));
      assert.equal(effectiveLevel(readLoggingConfig('log4j', after), 'x').level, 'WARN', JSON.stringify(after));
    }
  });

  test('changes nothing when removing an unknown logger', () => {
    const text = stockFile('flink-2.3.properties');
    assert.equal(log4j(text, remove('org.nothing')), text);
  });
});

describe('invalid changes', () => {
  const invalidChanges: readonly (readonly [LoggingBackend, string, LevelChange, RegExp])[] = [
    ['log4j', '', set('two words', 'INFO'), /invalid logger name "two words"/],
    ['log4j', '', set('org.apache.', 'INFO'), /invalid logger name "org\.apache\."/],
    ['log4j', '', remove('root'), /cannot remove the level of the root logger/],
    ['log4j', '', { kind: 'interval', seconds: 0 }, /invalid interval 0: must be a whole number of seconds above 0/],
    ['log4j', '\nlogger.a.level = INFO', set('b', 'INFO'), /^line 2: logger\.a has no name: log4j rejects the file$/],
    ['logback', '<configuration/>', set('a', 'FATAL'), /logback has no level FATAL/],
    ['logback', '<configuration>\n<a>', set('a', 'INFO'), /^line 2: <a> is not closed: logback rejects the file$/],
  ];
  for (const [backend, text, change, message] of invalidChanges) {
    test(`rejects ${JSON.stringify(change)} in ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => changeLoggingConfig(backend, text, [change]),
        (error) => error instanceof LoggingConfigError && message.test(error.message),
      );
    });
  }
});

describe('logback', () => {
  const text = stockFile('logback-2.3.xml');

  test('replaces the lookup of the root level', () => {
    const after = logback(text, set('root', 'WARN'));
    assert.deepEqual(
      changed(text, after).map((line) => line.replace(/^(.)\d+ +/, '$1')),
      [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: logback's own lookup
        '-<root level="${ROOT_LOG_LEVEL:-INFO}">',
        '+<root level="WARN">',
      ],
    );
  });

  test('adds a new logger on its own line and removes it completely', () => {
    const after = logback(text, set('org.apache.flink', 'DEBUG'));
    assert.equal(
      after,
      text.replace(
        '</configuration>',
        '    <logger name="org.apache.flink" level="DEBUG"/> <!-- tui_1 -->\n</configuration>',
      ),
    );
    assert.equal(logback(after, set('b', 'OFF'), remove('b'), remove('org.apache.flink')), text);
  });

  test('changes only the level attribute in any syntax', () => {
    const odd =
      "<configuration><logger\n  level = 'INFO' name='a' additivity=\"false\">x</logger><logger name='b'/></configuration>";
    assert.equal(logback(odd, set('a', 'OFF')), odd.replace('INFO', 'OFF'));
    assert.equal(logback(odd, set('b', 'OFF')), odd.replace("name='b'", 'name=\'b\' level="OFF"'));
    assert.equal(logback(odd, remove('a')), odd.replace("\n  level = 'INFO'", ''));
    assert.equal(logback(odd, set('c', 'OFF'), remove('c')), odd);
  });

  test('changes a <level> element', () => {
    const nested = '<configuration>\n  <logger name="a">\n    <level value="INFO"/>\n  </logger>\n</configuration>\n';
    assert.equal(logback(nested, set('a', 'OFF')), nested.replace('INFO', 'OFF'));
    assert.equal(logback(nested, remove('a')), nested.replace('    <level value="INFO"/>\n', ''));
  });

  test('changes the reload interval', () => {
    assert.equal(
      logback(text, { kind: 'interval', seconds: 5 }),
      text.replace('<configuration>', '<configuration scan="true" scanPeriod="5 seconds">'),
    );
    const scanning = '<configuration debug="false" scan="false" scanPeriod=\'1 minute\'/>';
    assert.equal(
      logback(scanning, { kind: 'interval', seconds: 5 }),
      '<configuration debug="false" scan="true" scanPeriod=\'5 seconds\'/>',
    );
  });

  test('adds a logger to a self-closing <configuration>', () => {
    const after = logback('<configuration/>', set('a', 'WARN'));
    assert.equal(after, '<configuration><logger name="a" level="WARN"/> <!-- tui_1 --></configuration>');
  });
});

describe('sets every logger to every level', () => {
  for (const backend of ['log4j', 'logback'] as const) {
    for (const name of stockFiles[backend]) {
      test(name, () => {
        const text = stockFile(name);
        const config = readLoggingConfig(backend, text);
        const loggers = [...config.loggers.map((one) => one.name), 'org.apache.flink', 'com.example.New'];
        for (const logger of loggers) {
          for (const level of configLevels) {
            if (backend === 'logback' && level === 'FATAL') continue;
            const after = changeLoggingConfig(backend, text, [set(logger, level)]);
            const read = readLoggingConfig(backend, after);
            assert.deepEqual(effectiveLevel(read, logger).level, level, `${logger} ${level}`);
            for (const other of config.loggers) {
              if (other.name === logger || other.origin.kind === 'parent') continue;
              assert.equal(
                effectiveLevel(read, other.name).level,
                other.level,
                `${other.name} after setting ${logger}`,
              );
            }
          }
        }
      });
    }
  }
});

test('changes and reverts random log4j files without side effects', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = createRandom(seed);
    const text = generateLog4j(random);
    const config = readLoggingConfig('log4j', text);
    assert.deepEqual(
      config.problems.filter(({ effect }) => effect === 'refused'),
      [],
      `seed ${seed}`,
    );
    const logger = random.pick(['root', 'com.example.Brand.New', ...config.loggers.map(({ name }) => name)]);
    const level = random.pick(configLevels);
    const after = log4j(text, set(logger, level));
    const label = `seed ${seed}: ${logger} to ${level}`;
    const read = readLoggingConfig('log4j', after);
    assert.equal(effectiveLevel(read, logger).level, level, label);

    for (const other of config.loggers) {
      if (other.name === logger || other.origin.kind === 'parent') continue;
      assert.deepEqual(effectiveLevel(read, other.name).level, other.level, `${label}: ${other.name}`);
    }
    assert.equal(read.monitorIntervalSeconds, config.monitorIntervalSeconds, label);
    const removed = changed(text, after).filter((line) => line.startsWith('-'));
    assert.ok(removed.length <= 4, `${label} removed ${removed.join('\n')}`);
    assert.equal(log4j(after, set(logger, level)), after, label);
    if (logger === 'com.example.Brand.New') assert.equal(log4j(after, remove(logger)), text, label);
  }
});

test('changes and reverts random Logback files without side effects', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = createRandom(seed);
    const text = generateLogback(random);
    const config = readLoggingConfig('logback', text);
    const logger = random.pick(['brand.New', ...config.loggers.map(({ name }) => name)]);
    const level = random.pick(configLevels.filter((one) => one !== 'FATAL'));
    const after = logback(text, set(logger, level));
    const label = `seed ${seed}: ${logger} to ${level} in ${text}`;
    const read = readLoggingConfig('logback', after);
    assert.equal(effectiveLevel(read, logger).level, level, label);
    for (const other of config.loggers) {
      if (other.name === logger || other.origin.kind === 'parent') continue;
      assert.equal(effectiveLevel(read, other.name).level, other.level, `${label}: ${other.name}`);
    }
    assert.equal(read.monitorIntervalSeconds, config.monitorIntervalSeconds, label);
    assert.equal(logback(after, set(logger, level)), after, label);
    if (logger === 'brand.New') assert.equal(logback(after, remove(logger)), text, label);
  }
});

test('changes the level of a logger whose name has a lookup', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookup
  const lines = ['property.pkg = org.foo', 'logger.a.name = ${pkg}.x', 'logger.a.level = INFO', ''];
  const text = lines.join('\n');
  assert.deepEqual(changed(text, log4j(text, set('org.foo.x', 'DEBUG'))), [
    '-3 logger.a.level = INFO',
    '+3 logger.a.level = DEBUG',
  ]);
});

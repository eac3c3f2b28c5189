import type { Random } from './random.ts';

const names = [
  'org.apache.flink',
  'org.apache.flink.runtime',
  'org.apache.flink.runtime.checkpoint',
  'org.apache.kafka',
  'org.apache',
  'com.example.orders.EnrichOrders',
  'Numbers',
];
const levels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL', 'info', 'Debug'];
const ids = ['flink', 'runtime', 'kafka', 'a', 'b', 'shaded_zookeeper', 'x-y'];

/** Generates a random valid log4j file in varied syntax of java.util.Properties. */
export function generateLog4j(random: Random): string {
  const { chance, pick, below } = random;
  const chosen = ids.filter(() => chance(0.5));
  const hasList = chance(0.2) && chosen.length > 0;
  const dotted = hasList && chance(0.5) ? ['dotted.id'] : [];
  const used = [...chosen, ...dotted];
  const free = [...names];
  const pairs: (readonly [string, string])[] = used.flatMap((id) => {
    const [name = ''] = free.splice(below(free.length), 1);
    return [
      [`logger.${id}.name`, name] as const,
      ...(chance(0.8) ? [[`logger.${id}.level`, levelText(random)] as const] : []),
      ...(chance(0.2) ? [[`logger.${id}.additivity`, 'false'] as const] : []),
      ...(chance(0.2) ? [[`logger.${id}.appenderRef.c.ref`, 'Console'] as const] : []),
      ...(chance(0.1) ? [[`logger.${id}.type`, 'asyncLogger'] as const] : []),
      ...(chance(0.1) ? [[`logger.${id}.filter.t.type`, 'ThresholdFilter'] as const] : []),
      ...(chance(0.1) && !hasList ? [[`logger.${id}`, `${pick(levels)} , Console`] as const] : []),
    ];
  });
  if (chance(0.9)) pairs.push(['rootLogger.level', levelText(random)]);
  if (chance(0.1)) pairs.push(['rootLogger', `${pick(levels)}, Console`]);
  if (chance(0.8)) pairs.push(['monitorInterval', String(below(60))]);
  if (hasList) pairs.push(['loggers', used.join(pick([',', ', ', ' , ']))]);
  if (chance(0.5)) {
    pairs.push(['appender.c.name', 'Console'], ['appender.c.type', 'Console']);
    pairs.push(['appender.c.layout.type', 'PatternLayout'], ['appender.c.layout.pattern', '%d{HH:mm} %-5p %c - %m%n']);
  }
  if (chance(0.3)) pairs.push(['property.own', pick(levels)]);
  for (const [key] of pairs.filter(() => chance(0.05))) {
    if (key.endsWith('.level')) pairs.push([key, pick(levels)]);
  }
  return writeProperties(shuffle(pairs, random), random);
}

function levelText({ pick, chance }: Random): string {
  if (chance(0.75)) return pick(levels);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: log4j's own lookups
  return pick(['${env:NO_SUCH_VARIABLE:-WARN}', '${sys:none:-${env:NOT_SET_EITHER:-ERROR}}', '${own}', 'LOUD', '']);
}

function shuffle<T>(items: readonly T[], { below }: Random): readonly T[] {
  const remaining = [...items];
  return items.map(() => remaining.splice(below(remaining.length), 1)[0] as T);
}

function writeProperties(pairs: readonly (readonly [string, string])[], random: Random): string {
  const { pick, chance } = random;
  const end = pick(['\n', '\n', '\n', '\r\n', '\r']);
  const lines: string[] = [];
  for (const [key, value] of pairs) {
    while (chance(0.2)) lines.push(pick(['', '# a comment = 1', '  ! another \\', '   ', '#logger.flink.level = OFF']));
    const separator = pick(['=', ' = ', ' =', '= ', ':', ' : ', ' ', '\t', '   =\t']);
    const indent = pick(['', '', '', '  ', '\t']);
    const after = key.endsWith('.level') || key === 'loggers' ? pick(['', '', '', ' ', '\t']) : '';
    lines.push(indent + escaped(key, random) + separator + broken(escaped(value, random), end, random) + after);
  }
  const text = lines.join(end);
  return chance(0.8) ? text + end : text;
}

/** Escapes random characters by code point or by a redundant backslash. */
function escaped(text: string, { chance, pick }: Random): string {
  if (!chance(0.15) || text === '') return text;
  return [...text]
    .map((character) => {
      if (!chance(0.2) || !/[a-z]/i.test(character)) return character;
      const code = `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
      return /[tnrfu]/.test(character) ? code : pick([code, `\\${character}`]);
    })
    .join('');
}

/** Randomly splits a text without escapes across two lines. */
function broken(text: string, end: string, { chance, below }: Random): string {
  if (!chance(0.15) || text.length < 2 || text.includes('\\')) return text;
  const at = 1 + below(text.length - 1);
  return `${text.slice(0, at)}\\${end}   ${text.slice(at)}`;
}

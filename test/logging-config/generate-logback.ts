import type { Random } from './random.ts';

const names = ['a', 'a.b', 'a.b.c', 'x.Y', 'x.Y$Z'];
// biome-ignore lint/suspicious/noTemplateCurlyInString: logback's own lookup
const levels = ['OFF', 'ERROR', 'WARN', 'INFO', 'debug', 'TRACE', 'ALL', '${none:-WARN}', 'INHERITED'];

/** Generates a random valid Logback file in varied syntax. */
export function generateLogback(random: Random): string {
  const { below, chance, pick } = random;
  const between = () => pick(['\n    ', '\n', '', '\r\n\t', ' <!-- <logger name="a" level="OFF"/> -->\n']);
  const loggers = Array.from({ length: 1 + below(6) }, () => between() + writeLogger(random)).join('');
  const root = chance(0.7) ? `${between()}<root level="${pick(['WARN', 'INFO'])}"/>` : '';
  const attributes = chance(0.3) ? ' scan="true" scanPeriod="30 seconds"' : '';
  return `<configuration${attributes}>${loggers}${root}${pick(['\n', ''])}</configuration>${pick(['\n', ''])}`;
}

function writeLogger({ chance, pick }: Random): string {
  const blank = pick([' ', '  ', '\n   ']);
  const quoted = (value: string) => pick([`"${value}"`, `'${value}'`]);
  const name = `${blank}name=${quoted(pick(names))}`;
  const level = chance(0.8) ? `${blank}level${pick(['=', ' = '])}${quoted(pick(levels))}` : '';
  const nested = chance(0.2) ? `<level value=${quoted(pick(levels))}/>` : '';
  const attributes = chance(0.5) ? name + level : level + name;
  return nested !== '' || chance(0.3) ? `<logger${attributes}>${nested}</logger>` : `<logger${attributes}/>`;
}

import stringWidth from 'string-width';

/** What flink-tui draws with, and what stands for it. One column each, so that frames and tables stay in line. */
const signs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '─━┄': '-=-',
    '│┃': '||',
    '┌┐└┘┏┓┗┛': '++++++++',
    '▁▂▃▄▅▆▇█': ',:;-=+*#',
    '▶▷‹›←→↑↓⏎': '>-<><>^v|',
    '★●○▲✕◆◈': '**o!x##',
    '·×': '.x',
    '–—‘’“”': '--\'\'""',
  }).flatMap(([from, to]) => [...from].map((sign, index) => [sign, to[index] ?? '?'] as const)),
);
const knownSigns = new RegExp(`[${[...signs.keys()].join('')}]`, 'gu');
const beyondAscii = /[^\x00-\x7f]+/g;
let segmenter: Intl.Segmenter | undefined;

/** For a terminal without UTF-8: its signs in ASCII, anything else as `?`, as many columns wide as before. */
export function asciiOf(text: string, ellipsis: '~' | '...'): string {
  return text
    .replaceAll('…', ellipsis)
    .replace(knownSigns, (sign) => signs.get(sign) ?? '?')
    .replace(beyondAscii, questionMarks);
}

function questionMarks(text: string): string {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => '?'.repeat(stringWidth(segment))).join('');
}

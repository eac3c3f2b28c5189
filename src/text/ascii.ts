import stringWidth from 'string-width';

/**
 * The characters that flink-tui draws with, and their ASCII replacements. Each is one column wide, so that frames and
 * tables stay aligned.
 */
const replacements: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '─━┄': '-=-',
    '│┃': '||',
    '┌┐└┘┏┓┗┛╭╮╰╯': '++++++++++++',
    '├┤┬┴┼': '+++++',
    '▁▂▃▄▅▆▇█': ',:;-=+*#',
    '▓▒░': '#=.',
    '▶▷‹›←→↑↓⏎': '>-<><>^v|',
    '★●○▲✓✕◆◈': '**o!vx##',
    '·×': '.x',
    '–—‘’“”': '--\'\'""',
  }).flatMap(([from, to]) => [...from].map((character, index) => [character, to[index] ?? '?'] as const)),
);
const drawingCharacters = new RegExp(`[${[...replacements.keys()].join('')}]`, 'gu');
const nonAscii = /[^\x00-\x7f]+/g;
let segmenter: Intl.Segmenter | undefined;

/**
 * Converts text for a terminal without UTF-8: drawing characters become ASCII, and other characters become `?`. Only
 * the ellipsis `...` changes the width.
 */
export function asciiOf(text: string, ellipsis: '~' | '...'): string {
  return text
    .replaceAll('…', ellipsis)
    .replace(drawingCharacters, (character) => replacements.get(character) ?? '?')
    .replace(nonAscii, questionMarks);
}

function questionMarks(text: string): string {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => '?'.repeat(stringWidth(segment))).join('');
}

import type { startProgram } from './program.ts';

type Terminal = ReturnType<typeof startProgram>['terminal'];

const bytes = (text: string) => Buffer.from(text, 'latin1');
const utf8 = (text: string) => Buffer.from(text);

/** Log lines that would control a terminal, and the text that must be shown instead. */
export const hostileLines: readonly { readonly name: string; readonly line: Buffer; readonly shown: string }[] = [
  { name: 'a window title', line: bytes('\x1b]0;HIJACKED\x07title'), shown: '␛]0;HIJACKED␇title' },
  { name: 'a window title that ends with ST', line: bytes('\x1b]2;HIJACKED\x1b\\two'), shown: '␛]2;HIJACKED␛\\two' },
  { name: 'the clipboard', line: bytes('\x1b]52;c;SEFDSw==\x07copy'), shown: '␛]52;c;SEFDSw==␇copy' },
  { name: 'a link', line: bytes('\x1b]8;;http://evil\x07link\x1b]8;;\x07'), shown: '␛]8;;http://evil␇link' },
  { name: 'clearing the screen', line: bytes('\x1b[2J\x1b[Hcleared'), shown: '␛[2J␛[Hcleared' },
  { name: 'cursor movement', line: bytes('\x1b[10A\x1b[5Cmoved'), shown: '␛[10A␛[5Cmoved' },
  { name: 'a scroll region', line: bytes('\x1b[2;3rregion'), shown: '␛[2;3rregion' },
  {
    name: 'terminal modes',
    line: bytes('\x1b[?1000h\x1b[4h\x1b[?6h\x1b[?7l\x1b[?1hmodes'),
    shown: '␛[?1000h␛[4h␛[?6h␛[?7l␛[?1hmodes',
  },
  { name: 'the alternate screen', line: bytes('\x1b[?1049hother'), shown: '␛[?1049hother' },
  { name: 'a reset', line: bytes('\x1bcreset'), shown: '␛creset' },
  { name: 'terminal queries', line: bytes('\x1b[c\x1b[6n\x05query'), shown: '␛[c␛[6n␅query' },
  { name: 'DCS', line: bytes('\x1bP$q"p\x1b\\dcs'), shown: '␛P$q"p␛\\dcs' },
  { name: 'APC and PM', line: bytes('\x1b_apc\x1b\\\x1b^pm\x1b\\'), shown: '␛_apc␛\\␛^pm␛\\' },
  { name: 'C1 as one byte', line: bytes('\x9b2J\x9d0;HIJACKED\x9cc1'), shown: '\ufffd2J\ufffd0;HIJACKED\ufffdc1' },
  { name: 'C1 as UTF-8', line: utf8('\u009b2J\u009d0;HIJACKED\u009cc1'), shown: '<009b>2J<009d>0;HIJACKED<009c>c1' },
  { name: 'invalid UTF-8', line: bytes('\xff\xfe\xc0\xafbroken\xe2\x82'), shown: 'broken\ufffd' },
  { name: 'NUL', line: bytes('nul\0\0nul'), shown: 'nul␀␀nul' },
  { name: 'carriage returns and backspaces', line: bytes('real\rfake\x08\x08\x0b\x0c'), shown: 'real␍fake␈␈␋␌' },
  { name: 'another character set', line: bytes('\x0e\x1b(0lines'), shown: '␎␛(0lines' },
  { name: 'a right-to-left override', line: utf8('exe\u202etxt\u2066gpj'), shown: 'exe<202e>txt<2066>gpj' },
  { name: 'zero-width characters', line: utf8(`zero${'\u200b\u200d'.repeat(3)}width`), shown: 'zero<200b><200d>' },
  { name: '500 combining marks', line: utf8(`mark${'\u0335'.repeat(500)}s`), shown: '<497 marks>s' },
];

/** One line of 10 MiB, without a line feed. */
export const endlessLine = Buffer.alloc(10 * 1024 * 1024, 'endless ');

/** Records terminal actions that only escape sequences in a log can cause. */
export function watchForHijacks(terminal: Terminal): () => readonly string[] {
  const hijacks: string[] = [];
  const record = (action: string) => (data: string | unknown) => {
    hijacks.push(`${action} ${String(data)}`);
    return false;
  };
  for (const osc of [0, 1, 2, 8, 52]) terminal.parser.registerOscHandler(osc, record(`OSC ${osc}`));
  terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, record('DCS'));
  terminal.parser.registerEscHandler({ final: 'c' }, () => record('reset')('') || false);
  terminal.parser.registerCsiHandler({ final: 'r' }, record('region'));
  terminal.parser.registerCsiHandler({ final: 'n' }, record('status query'));
  terminal.onBell(() => hijacks.push('bell'));
  return () => hijacks;
}

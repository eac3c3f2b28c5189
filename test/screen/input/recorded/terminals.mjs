import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const versionOf = (...words) => execFileSync(words[0], words.slice(1), { encoding: 'utf8' }).trim().split('\n')[0];
const xterm = (command) => ['xterm', '-b', '0', '-bw', '0', '-geometry', '160x45+0+0', '-fn', '6x13', '-e', ...command];
const xtermVersion = () => versionOf('xterm', '-v');

const kittyOptions = [
  'initial_window_width=160c',
  'initial_window_height=45c',
  'remember_window_size=no',
  'placement_strategy=top-left',
  'window_padding_width=0',
  'update_check_interval=0',
];
const alacrittyOptions = ['window.dimensions.columns=160', 'window.dimensions.lines=45', 'font.size=8'];

const tmux = (settings) => (recorder, directory) => {
  const config = join(directory, 'tmux.conf');
  writeFileSync(config, settings);
  return xterm(['tmux', '-S', join(directory, 'socket'), '-f', config, 'new-session', ...recorder]);
};
const tmuxPaste = (what, text, expected) => ({
  action: `tmux paste-buffer -p of ${what}`,
  do({ run, directory }) {
    const socket = join(directory, 'socket');
    run('tmux', '-S', socket, 'set-buffer', '--', text);
    run('tmux', '-S', socket, 'paste-buffer', '-p');
  },
  expected,
});
const tmuxPastes = [
  tmuxPaste('q2T, newline, é漢', 'q2T\né漢', [{ paste: 'q2T\ré漢' }]),
  tmuxPaste('text with ESC and the end marker', 'a\x1b[31mb\x1b[201~c', []),
];
const keysOf = (text) => [...text].map((character) => ({ key: character === '\n' ? 'enter' : character }));

const pasteWithEscape = 'paste of text with ESC and the end marker';
const throughXterm = {
  'Shift and left click at column 3, row 2': { note: 'xterm selects text and sends nothing' },
  'Ctrl and left click at column 3, row 2': { note: 'xterm opens its menu and sends nothing' },
  'key alt-x': { note: 'xterm sends U+00F8 for Alt-x unless metaSendsEscape is set', expected: [{ key: 'ø' }] },
  'paste of an empty text': { note: 'xterm sends nothing' },
  [pasteWithEscape]: { note: 'xterm replaces ESC by a space', expected: [{ paste: 'a [31mb [201~c' }] },
};

/** How each terminal starts the recorder, and what arrives where it is not what the user did. */
export const terminals = {
  xterm: { terminal: 'xterm', version: xtermVersion, windowClass: 'XTerm', command: xterm, arrives: throughXterm },
  'xterm-x10': {
    terminal: 'xterm without SGR mouse reports',
    version: xtermVersion,
    windowClass: 'XTerm',
    command: xterm,
    modes: '1000,2004,1004',
    arrives: throughXterm,
    note: 'A release (button 3) does not name its button. Bytes over 127, as of columns over 95, are not UTF-8.',
  },
  tmux: {
    terminal: 'tmux in xterm, with mouse and focus-events on',
    version: () => `${versionOf('tmux', '-V')} in ${xtermVersion()}`,
    windowClass: 'XTerm',
    command: tmux('set -g mouse on\nset -g focus-events on\n'),
    arrives: {
      ...throughXterm,
      'tmux paste-buffer -p of text with ESC and the end marker': {
        note: 'tmux filters nothing: the paste ends at the first end marker, and the rest is typed',
        expected: [{ paste: 'a\x1b[31mb' }, { key: 'c' }],
      },
    },
    extraActions: tmuxPastes,
  },
  'tmux-defaults': {
    terminal: 'tmux in xterm, with the default settings',
    version: () => `${versionOf('tmux', '-V')} in ${xtermVersion()}`,
    windowClass: 'XTerm',
    command: tmux(''),
    arrives: {
      ...throughXterm,
      'focus out': { note: 'tmux reports no focus unless focus-events is on' },
    },
  },
  screen: {
    terminal: 'GNU screen in xterm',
    version: () => `${versionOf('screen', '-v')} in ${xtermVersion()}`,
    windowClass: 'XTerm',
    command: (recorder, directory) => {
      const config = join(directory, 'screenrc');
      writeFileSync(config, 'startup_message off\n');
      return xterm(['screen', '-S', 'recorded', '-U', '-c', config, ...recorder]);
    },
    arrives: {
      ...throughXterm,
      'focus out': { note: 'GNU screen reports no focus' },
      "paste of GNU screen's own buffer: q2T, newline, é漢": {
        note: 'GNU screen types its own buffer as keys, without the markers of a paste',
      },
      'key escape': {
        note: 'with mouse reports on, GNU screen keeps the Esc byte until the next byte, without a timeout',
      },
      'key j after escape': {
        note: 'the same bytes as Alt-j, although the user waited between the keys',
        expected: [{ key: 'escape' }, { key: 'j' }],
      },
    },
    extraActions: [
      {
        action: "paste of GNU screen's own buffer: q2T, newline, é漢",
        do({ run }) {
          run('screen', '-S', 'recorded', '-X', 'register', '.', 'q2T\\012é漢');
          run('screen', '-S', 'recorded', '-X', 'paste', '.');
        },
        expected: keysOf('q2T\né漢'),
      },
    ],
  },
  kitty: {
    terminal: 'kitty',
    version: () => versionOf('kitty', '--version'),
    windowClass: 'kitty',
    pasteKeys: 'ctrl+shift+v',
    command: (recorder) => [
      'kitty',
      '--config',
      'NONE',
      ...kittyOptions.flatMap((option) => ['-o', option]),
      ...recorder,
    ],
    arrives: {
      'Shift and left click at column 3, row 2': { note: 'kitty selects text and sends nothing' },
      'paste of q2T, newline, é漢': { note: 'kitty keeps the newline', expected: [{ paste: 'q2T\né漢' }] },
      'paste of an empty text': { note: 'kitty sends nothing' },
      [pasteWithEscape]: {
        note: 'kitty removes the end marker and keeps other escape sequences',
        expected: [{ paste: 'a\x1b[31mbc' }],
      },
    },
  },
  alacritty: {
    terminal: 'Alacritty',
    version: () => versionOf('alacritty', '--version'),
    windowClass: 'Alacritty',
    pasteKeys: 'ctrl+shift+v',
    command: (recorder) => ['alacritty', ...alacrittyOptions.flatMap((option) => ['-o', option]), '-e', ...recorder],
    wheelReportsPerNotch: 2,
    note: 'It sends two reports for each notch of the wheel, perhaps because of the X server of the recording.',
    arrives: {
      'Shift and left click at column 3, row 2': { note: 'Alacritty selects text and sends nothing' },
      'paste of q2T, newline, é漢': { note: 'Alacritty keeps the newline', expected: [{ paste: 'q2T\né漢' }] },
      'paste of an empty text': { expected: [{ paste: '' }] },
      [pasteWithEscape]: { note: 'Alacritty removes the ESC bytes', expected: [{ paste: 'a[31mb[201~c' }] },
    },
  },
};

/** What the user does, in order. `do` gets the driver of the X window; `expected` is what the user did. */

const near = { column: 3, row: 2 };
const far = { column: 120, row: 30 };
const mouse = (button, kind, at, modifiers = {}) => ({ mouse: { button, kind, ...at, ...modifiers } });
const clicked = (button, at, modifiers) => [
  mouse(button, 'press', at, modifiers),
  mouse(button, 'release', at, modifiers),
];
const wheeled = (button, at, count) => Array.from({ length: count }, () => mouse(button, 'press', at));
const at = ({ column, row }) => `at column ${column}, row ${row}`;
const key = (name, xKey) => ({ action: `key ${name}`, do: (x) => x.key(xKey), expected: [{ key: name }] });
const paste = (what, text, expected) => ({ action: `paste of ${what}`, do: (x) => x.paste(text), expected });

const longText = '漢'.repeat(1400);

export const actions = [
  { action: `left click ${at(near)}`, do: (x) => x.click(1, near), expected: clicked('left', near) },
  key('j', 'j'),
  { action: `left click ${at(far)}`, do: (x) => x.click(1, far), expected: clicked('left', far) },
  key('enter', 'Return'),
  {
    action: `double click ${at(near)}`,
    do: (x) => x.click(1, near, { times: 2 }),
    expected: [...clicked('left', near), ...clicked('left', near)],
  },
  { action: `right click ${at(near)}`, do: (x) => x.click(3, near), expected: clicked('right', near) },
  key('up', 'Up'),
  { action: `middle click ${at(near)}`, do: (x) => x.click(2, near), expected: clicked('middle', near) },
  { action: `wheel up 2 ${at(far)}`, do: (x) => x.click(4, far, { times: 2 }), expected: wheeled('wheel-up', far, 2) },
  {
    action: `wheel down 2 ${at(far)}`,
    do: (x) => x.click(5, far, { times: 2 }),
    expected: wheeled('wheel-down', far, 2),
  },
  {
    action: `wheel down 30 without a pause ${at(far)}`,
    do: (x) => x.click(5, far, { times: 30, delayMs: 0 }),
    expected: wheeled('wheel-down', far, 30),
  },
  key('f5', 'F5'),
  ...[6, 7, 8, 9].map((button) => ({
    action: `${button < 8 ? `wheel ${button === 6 ? 'left' : 'right'}` : `button ${button} click`} ${at(near)}`,
    do: (x) => x.click(button, near),
    expected: button < 8 ? [mouse('other', 'press', near)] : clicked('other', near),
  })),
  {
    action: `Shift and left click ${at(near)}`,
    do: (x) => x.click(1, near, { hold: 'shift' }),
    expected: clicked('left', near, { shift: true }),
  },
  {
    action: `Ctrl and left click ${at(near)}`,
    do: (x) => x.click(1, near, { hold: 'ctrl' }),
    expected: clicked('left', near, { ctrl: true }),
  },
  {
    action: `Alt and left click ${at(near)}`,
    do: (x) => x.click(1, near, { hold: 'alt' }),
    expected: clicked('left', near, { alt: true }),
  },
  {
    action: `Ctrl and wheel up ${at(near)}`,
    do: (x) => x.click(4, near, { hold: 'ctrl' }),
    expected: [mouse('wheel-up', 'press', near, { ctrl: true })],
  },
  key('ctrl-p', 'ctrl+p'),
  {
    action: `left drag from column 3, row 2 to column 120, row 30`,
    do: (x) => x.drag(1, near, far),
    expected: [mouse('left', 'press', near), mouse('left', 'release', far)],
  },
  key('alt-x', 'alt+x'),
  paste('q2T, newline, é漢', 'q2T\né漢', [{ paste: 'q2T\ré漢' }]),
  key('j', 'j'),
  paste('an empty text', '', []),
  key('j', 'j'),
  paste('text with ESC and the end marker', 'a\x1b[31mb\x1b[201~c', []),
  key('j', 'j'),
  paste('1,400 characters of 3 bytes', longText, [{ paste: longText }]),
  key('j', 'j'),
  { action: 'focus out', do: (x) => x.focusOut(), expected: [] },
  { action: 'focus in', do: (x) => x.focusIn(), expected: [] },
  key('escape', 'Escape'),
  { ...key('j', 'j'), action: 'key j after escape' },
];

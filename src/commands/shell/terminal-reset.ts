type Step = readonly [sequence: string, effect: string];

/** Saves the title, so that the reset can restore it. */
export const saveTitle = '\x1b[22;0t';

/**
 * What restores the terminal after a program that may have ended without it, in this order. Terminals ignore what they do
 * not know. The scrollback stays. (xterm control sequences, kitty keyboard protocol)
 */
const steps: readonly Step[] = [
  ['\x1b\\', 'ends an incomplete sequence'],
  ['\x1b[?2026l', 'ends a synchronized update'],
  // Leaving the alternate screen restores the saved cursor, also if it is not shown.
  ['\x1b7\x1b[?1049l', 'leaves the alternate screen'],
  // A change of the scroll region moves the cursor.
  ['\x1b7\x1b[r\x1b8', 'scrolls the whole screen'],
  // Ending origin mode alone (CSI ? 6 l) would move the cursor. A soft reset does not.
  ['\x1b[!p', 'ends origin mode and left and right margins'],
  ['\x1b[?9l\x1b[?1000l\x1b[?1001l\x1b[?1002l\x1b[?1003l', 'reports no mouse'],
  ['\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l', 'uses the default form of mouse reports'],
  ['\x1b[?1004l', 'reports no focus'],
  ['\x1b[?2004l', 'does not mark pastes'],
  ['\x1b[?2031l\x1b[?2048l', 'reports no change of colours or size'],
  ['\x1b[<9u\x1b[=0u', 'leaves the keyboard protocol of kitty, with all that was nested'],
  ['\x1b[>4m', 'leaves modifyOtherKeys of xterm'],
  ['\x1b[?1l\x1b>', 'sends normal cursor keys and keypad'],
  ['\x1b[4l\x1b[20l', 'overwrites, and Enter sends a carriage return'],
  ['\x1b[?7h', 'wraps lines'],
  ['\x1b[?5l', 'ends reverse video'],
  ['\x1b(B\x0f', 'shows ASCII'],
  ['\x1b]8;;\x1b\\', 'ends a hyperlink'],
  ['\x1b[0 q\x1b[?25h', 'shows the cursor in its default shape'],
  ['\x1b[23;0t', 'restores the title'],
  ['\x1b[m', 'ends colours and styles'],
];

export const terminalReset = steps.map(([sequence]) => sequence).join('');

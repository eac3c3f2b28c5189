import { appendFileSync } from 'node:fs';

/**
 * Runs inside the terminal: turns on the modes in argv[3], and appends each chunk that it reads to the file in argv[2],
 * one line of hex each. The first line is the size of the window, as COLUMNSxROWS.
 */
const [, , output = '', modes = ''] = process.argv;
const switchModes = (letter) => process.stdout.write(modes.replace(/\d+/g, `\x1b[?$&${letter}`).replaceAll(',', ''));

process.stdin.setRawMode(true);
switchModes('h');
appendFileSync(output, `${process.stdout.columns}x${process.stdout.rows}\n`);
process.stdin.on('data', (chunk) => {
  appendFileSync(output, `${chunk.toString('hex')}\n`);
  if (chunk.toString() !== '\x04') return; // Ctrl-D ends the recording
  switchModes('l');
  process.exit();
});

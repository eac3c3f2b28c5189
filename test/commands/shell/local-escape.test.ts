import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalEscape } from '../../../src/commands/shell/local-escape.ts';

/** Types the text in one chunk and byte by byte. Returns what is sent, with `!` if the connection is closed. */
function type(text: string): string {
  const results = [[text], [...text]].map((chunks) => {
    const { push } = createLocalEscape();
    let sent = '';
    for (const chunk of chunks) {
      const { send, isClosing } = push(Buffer.from(chunk));
      sent += send.toString();
      if (isClosing) return `${sent}!`;
    }
    return sent;
  });
  assert.equal(results[0], results[1]);
  return results[0] ?? '';
}

test('~. closes the connection at the start of a line only', () => {
  assert.equal(type('~.ls'), '!');
  assert.equal(type('ls\r~.'), 'ls\r!');
  assert.equal(type('ls\n~.'), 'ls\n!');
  assert.equal(type('ls ~.'), 'ls ~.');
  assert.equal(type('a~.\r'), 'a~.\r');
});

test('~~ sends one tilde, and ~ with another key both', () => {
  assert.equal(type('\r~~.'), '\r~.');
  assert.equal(type('\r~~~.'), '\r~~.');
  assert.equal(type('\r~/file'), '\r~/file');
  assert.equal(type('\r~\r~.'), '\r~\r!');
});

test('a pasted text does not close the connection', () => {
  assert.equal(type('\x1b[200~a\r~.b\x1b[201~'), '\x1b[200~a\r~.b\x1b[201~');
  assert.equal(type('\x1b[200~a\x1b[201~\r~.'), '\x1b[200~a\x1b[201~\r!');
});

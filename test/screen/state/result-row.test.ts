import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBox } from '../../../src/screen/draw/frame/text-box.ts';
import { resultRow } from '../../../src/screen/state/open/result-row.ts';
import type { Theme, Token } from '../../../src/screen/theme/theme.ts';
import { tokens } from '../../../src/screen/theme/theme.ts';

/** Writes each token before the text that it paints. */
const theme = Object.fromEntries(
  tokens.map((token: Token) => [token, (text: string) => `<${token}>${text}</>`]),
) as Theme;

function drawn(columns: number, ...lines: readonly string[]): readonly string[] {
  const body = { left: 0, top: 0, width: columns, height: 20 };
  return textBox(body, theme, { title: 'Result', rows: lines.map(resultRow), column: 0 }).rows.map((row) =>
    row.trimEnd(),
  );
}

test('column titles are muted, and a status has its colour', () => {
  assert.deepEqual(drawn(80, 'STATE    NAME', 'RUNNING  orders', 'FAILED   clicks', 'ok       API server', 'X  y'), [
    `<muted> STATE    NAME${' '.repeat(28)}</>`,
    '<ok> RUNNING</>  orders',
    '<error> FAILED</>   clicks',
    '<ok> ok</>       API server',
    ' X  y',
  ]);
});

test('labels are muted, and the rows below a long text have no label', () => {
  assert.deepEqual(drawn(40, 'reason  the JobManager of this cluster ended an hour ago'), [
    '<muted> reason  </>the JobManager of this',
    '         cluster ended an hour ago',
  ]);
});

test('a sentence has no label', () => {
  assert.deepEqual(drawn(60, 'no jobs'), [' no jobs']);
});

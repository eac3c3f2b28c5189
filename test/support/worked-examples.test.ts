import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyDiff, blocksOf } from './worked-examples.ts';

const markdown = `
### Adding a thing

Text.

\`\`\`ts src/thing.ts
thing();
\`\`\`

\`\`\`
no file
\`\`\`

\`\`\`diff src/things.ts
@@
+import thing
 import other
\`\`\`

### Adding another

\`\`\`ts src/another.ts
\`\`\`
`;

test('returns the blocks with a file name from one section, and rejects a missing section', () => {
  assert.deepEqual(blocksOf(markdown, 'Adding a thing'), [
    { file: 'src/thing.ts', language: 'ts', code: 'thing();\n' },
    { file: 'src/things.ts', language: 'diff', code: '@@\n+import thing\n import other\n' },
  ]);
  assert.throws(() => blocksOf(markdown, 'Adding nothing'), /no section Adding nothing/);
});

test('applies each hunk of a diff if its old lines occur exactly once', () => {
  const text = 'a\nb\nc\nb2\n';
  assert.equal(applyDiff(text, '@@\n a\n+x\n b\n@@\n-c\n+d\n', 'f'), 'a\nx\nb\nd\nb2\n');
  assert.throws(() => applyDiff(text, '@@\n nothing\n+x\n', 'f'), /f does not contain these lines:\nnothing/);
  assert.throws(() => applyDiff('a\na\n', '@@\n a\n+x\n', 'f'), /f contains these lines more than once/);
  assert.throws(() => applyDiff(text, '+x\n', 'f'), /needs a line @@/);
});

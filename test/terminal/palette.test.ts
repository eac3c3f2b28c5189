import { test } from 'node:test';
import { startProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('keys pressed before the code of the palette is loaded are not lost', async (context) => {
  // Hooks run in this order: the program still writes its state until it has ended.
  context.after(async () => {
    program.hangUp();
    await program.exited;
  });
  const folder = await temporaryFolder(context);
  const program = startProgram(['demo'], { env: { XDG_STATE_HOME: folder } });
  await program.sees('Order enrichment');
  program.press('\x10order enr\r');
  await program.sees(/2 Jobs › (Order enrichment|[\da-f]{32})/);
});

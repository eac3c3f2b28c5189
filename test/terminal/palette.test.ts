import { test } from 'node:test';
import { startProgram } from '../support/program.ts';
import { stateFolder } from '../support/state-folder.ts';

test('keys pressed before the code of the palette is loaded are not lost', async (context) => {
  const program = startProgram(['demo'], { env: { XDG_STATE_HOME: stateFolder() } });
  context.after(program.hangUp);
  await program.sees('Order enrichment');
  program.press('\x10order enr\r');
  await program.sees(/2 Jobs › (Order enrichment|[\da-f]{32})/);
});

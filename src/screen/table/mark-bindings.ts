import { setMarks, toggleAllMarks, toggleMark } from '../state/list/marks.ts';
import type { Binding, Screen } from '../state/screen.ts';
import type { ScreenState, TableName } from '../state/screen-state.ts';
import { keysOf } from '../state/shown-items.ts';

/** Returns the bindings that mark rows of a table. `subject` is the name of one row. */
export function markBindings(table: TableName, subject: 'pod' | 'job', purpose: string): readonly Binding[] {
  const available = (state: ScreenState) => (keysOf(state, table).length === 0 ? `no ${subject} to mark` : true);
  return [
    {
      action: `${subject}.mark`,
      keys: ['space'],
      // The pods have too many keys for one more hint in 120 columns.
      ...(subject === 'job' ? { hint: 'mark' } : {}),
      help: `Mark the ${subject} and go to the next one: ${purpose}`,
      available,
      run: (screen) => toggleMark(screen, table),
    },
    {
      action: `${table}.mark-all`,
      keys: ['a'],
      help: `Mark all shown ${table}, or none`,
      available,
      run: (screen) => toggleAllMarks(screen, table),
    },
  ];
}

/** Returns the action of Esc in a table with marks, which clears them. */
export function marksBack({ tables }: ScreenState, table: TableName): ((screen: Screen) => void) | undefined {
  return tables[table].marked.length === 0 ? undefined : (screen) => setMarks(screen, table, []);
}

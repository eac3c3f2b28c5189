import { lineOf } from '../../../src/screen/draw/edit-line.ts';
import type { Layer } from '../../../src/screen/state/screen-state.ts';

const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
const [middle, many] = [4, 9];

const dialog = (confirmation: { readonly kind: 'yes' } | { readonly kind: 'type'; readonly word: string }): Layer => ({
  kind: 'dialog',
  plan: { title: 'Stop orders', lines, warnings: [], confirmation },
  top: 50,
  typed: lineOf(''),
  complaint: undefined,
  confirm: () => undefined,
});
const prompt = (purpose: (Layer & { readonly kind: 'log-prompt' })['purpose'], text: string): Layer => ({
  kind: 'log-prompt',
  purpose,
  line: lineOf(text),
  complaint: undefined,
  what: 'shown',
  overwrites: undefined,
});
const levels = (isTyping: boolean): Layer => ({
  kind: 'levels',
  cursor: `org.${middle}`,
  filter: lineOf('org'),
  isTyping,
});
const commandLine = (text: string): Layer => ({
  kind: 'command-line',
  line: lineOf(text),
  recalled: 1,
  draft: '',
  error: undefined,
  candidates: [],
});

/** Each layer as it may be open, with its cursor in the middle of what there is. */
export const exampleLayers: { readonly [what: string]: Layer } = {
  'a text': { kind: 'text', title: 'Help', rows: lines.map((text) => ({ text })), copy: lines.join('\n'), top: 50 },
  'a table': {
    kind: 'text',
    title: 'list jobs',
    rows: lines.map((text) => ({ text: `${text}  ${'x'.repeat(100)}`, indent: 80 })),
    copy: 'ids',
    top: 50,
    column: 16,
  },
  'a filter': { kind: 'filter', table: 'pods', line: lineOf('cluster') },
  'a search': prompt('search', 'disk full'),
  'a filter of the logs': prompt('filter', 'disk full'),
  'a time': prompt('time', '14:05'),
  'a file to save to': prompt('save', '/nowhere/flink.log'),
  'an empty search': prompt('search', ''),
  'equal stack traces': {
    kind: 'exceptions',
    cursor: middle,
    groups: Array.from({ length: many }, (_, index) => ({
      id: `${index}`,
      title: `java.io.IOException: ${index}`,
      causes: [],
      count: 1,
      firstAt: 0,
      lastAt: 0,
      pods: [],
      last: { key: 'none', sequence: 0 },
    })),
  },
  'the columns': { kind: 'log-columns' },
  'the forwards': { kind: 'forwards', cursor: 2 },
  'the levels': levels(false),
  'the levels, with a filter being typed': levels(true),
  'a command': commandLine('log'),
  'an empty command line': commandLine(''),
  'a question': dialog({ kind: 'yes' }),
  'a word to type': dialog({ kind: 'type', word: 'my-first-flink-cluster' }),
};

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { fitParts, type HeaderPart } from '../../../src/screen/header/fit-parts.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const { theme } = screenInMemory().store.getState();
const parts: readonly HeaderPart[] = [
  { forms: [{ text: 'my-cluster' }], importance: 1 },
  {
    forms: [
      { label: 'Kubernetes', text: 'stale 12s: connection refused' },
      { label: 'Kubernetes', text: 'stale 12s' },
      { label: 'K8s', text: 'stale' },
    ],
    importance: 1,
    isUrgent: true,
    isCut: true,
  },
  { forms: [{ label: 'namespace', text: 'flink' }], importance: 2 },
  { forms: [{ label: 'jobs', text: '3 running' }, { text: '3 running' }], importance: 1, side: 'right' },
  { forms: [{ text: '5 finished' }], importance: 5, side: 'right' },
];
const row = (width: number) => stripVTControlCharacters(fitParts(parts, width, theme));

test('a narrow row has the short forms of the most important parts', () => {
  assert.equal(row(36), ' my-cluster  K8s stale    3 running');
});

test('if two connections are broken and there is room for the reason of one, the first has it', () => {
  const link = (label: string): HeaderPart => ({
    forms: [
      { label, text: 'stale 14s: cannot reach the API server' },
      { label, text: 'stale 14s' },
    ],
    importance: 1,
    isUrgent: true,
    isCut: true,
  });
  const both = [link('Kubernetes'), link('Flink REST'), { forms: [{ text: '1 running' }], importance: 1 } as const];
  const shown = stripVTControlCharacters(fitParts(both, 72, theme));
  assert.match(shown, /^ Kubernetes stale 14s: cannot reach th… {2}Flink REST stale 14s {2}1 running/);
});

test('with two broken connections, 80 columns have the reason of the first one', () => {
  const link = (label: string, shortLabel: string): HeaderPart => ({
    forms: [
      { label, text: 'stale 6s, retry in 1s: connection refused' },
      { label, text: 'stale 6s, retry in 1s' },
      { label, text: 'stale 6s' },
      { label: shortLabel, text: 'stale 6s' },
    ],
    importance: 1,
    isUrgent: true,
    isCut: true,
  });
  const both = [link('Kubernetes', 'K8s'), link('Flink REST', 'REST'), parts[3]].filter((part) => part !== undefined);
  const at = (width: number) => stripVTControlCharacters(fitParts(both, width, theme));
  assert.equal(at(80), ' Kubernetes stale 6s, retry in 1s: connection refused  REST stale 6s  3 running');
  assert.match(
    at(140),
    /Kubernetes stale 6s, retry in 1s: connection refused {2}Flink REST stale 6s, retry in 1s: connection/,
  );
});

test('a wider row has long forms of urgent parts before less important parts', () => {
  assert.equal(row(48), ' my-cluster  Kubernetes stale 12s     3 running');
  assert.equal(row(60), ' my-cluster  Kubernetes stale 12s: connection r…  3 running');
  assert.equal(row(90), ' my-cluster  Kubernetes stale 12s: connection refused  namespace flink     jobs 3 running');
  assert.match(row(102), /3 running {2}5 finished$/);
});

test('the right parts end one column before the edge, and no row is too wide', () => {
  for (let width = 34; width <= 160; width += 1) assert.equal(row(width).length, width - 1, `${width}`);
  for (let width = 0; width < 34; width += 1) assert.ok(row(width).length <= Math.max(1, width), `${width}`);
});

test('external text that fits has no control characters', () => {
  const part: HeaderPart = {
    forms: [{ label: 'Kubernetes', text: 'stale: first\nsecond\x1b[8m\u202e' }],
    importance: 1,
  };
  assert.equal(stripVTControlCharacters(fitParts([part], 80, theme)), ' Kubernetes stale: first␊second␛[8m<202e>');
});

import type { EntryKind, JournalEntry } from '../../session/journal/entry.ts';
import type { Token } from '../theme/theme.ts';

/** The sources of entries, one column each. */
const lanes = ['job', 'checkpoint', 'pod', 'kubernetes', 'user'] as const;
type Lane = (typeof lanes)[number];

export const lanesWidth = lanes.length;
export const lanesTitle = 'JCPKU';
export const lanesHelp = 'J jobs, C checkpoints, P pods, K Kubernetes and connections, U users';

const glyphs: { readonly [L in Lane]: string } = {
  job: '●',
  checkpoint: '○',
  pod: '▲',
  kubernetes: '★',
  user: '▶',
};
const tokens: { readonly [L in Lane]: Token } = {
  job: 'job.1',
  checkpoint: 'job.2',
  pod: 'job.3',
  kubernetes: 'job.4',
  user: 'job.5',
};

const laneOfKind: { readonly [Kind in EntryKind]: Lane } = {
  job: 'job',
  failure: 'job',
  restarts: 'job',
  parallelism: 'job',
  'last-seen': 'job',
  checkpoint: 'checkpoint',
  checkpoints: 'checkpoint',
  pod: 'pod',
  'container-restart': 'pod',
  errors: 'pod',
  memory: 'pod',
  leader: 'kubernetes',
  slots: 'kubernetes',
  warning: 'kubernetes',
  deployment: 'kubernetes',
  link: 'kubernetes',
  sleep: 'kubernetes',
  level: 'user',
  forward: 'user',
  act: 'user',
};

/** Draws the glyph of an entry in the column of its source: `  ▲  `. */
export function laneText({ kind }: JournalEntry): string {
  const lane = laneOfKind[kind];
  return lanes.map((each) => (each === lane ? glyphs[lane] : ' ')).join('');
}

export function laneToken({ kind }: JournalEntry): Token {
  return tokens[laneOfKind[kind]];
}

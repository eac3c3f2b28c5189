import type { EntryKind, JournalEntry } from '../../session/journal/entry.ts';
import type { Token } from '../theme/theme.ts';

/** The sources of entries, one column each. */
const lanes = ['jobs', 'checkpoints', 'pods', 'cluster', 'users'] as const;
type Lane = (typeof lanes)[number];

export const lanesWidth = lanes.length;
export const lanesTitle = 'JCPKU';
export const lanesHelp = 'J jobs, C checkpoints, P pods, K Kubernetes and connections, U users';

const glyphs: { readonly [L in Lane]: string } = { jobs: '●', checkpoints: '○', pods: '▲', cluster: '★', users: '▶' };
const tokens: { readonly [L in Lane]: Token } = {
  jobs: 'job.1',
  checkpoints: 'job.2',
  pods: 'job.3',
  cluster: 'job.4',
  users: 'job.5',
};

const laneOfKind: { readonly [Kind in EntryKind]: Lane } = {
  job: 'jobs',
  failure: 'jobs',
  parallelism: 'jobs',
  checkpoint: 'checkpoints',
  checkpoints: 'checkpoints',
  pod: 'pods',
  'container-restart': 'pods',
  errors: 'pods',
  leader: 'cluster',
  slots: 'cluster',
  warning: 'cluster',
  deployment: 'cluster',
  link: 'cluster',
  sleep: 'cluster',
  level: 'users',
  forward: 'users',
  act: 'users',
};

/** Draws the glyph of an entry in the column of its source: `  ▲  `. */
export function laneText({ kind }: JournalEntry): string {
  const lane = laneOfKind[kind];
  return lanes.map((each) => (each === lane ? glyphs[lane] : ' ')).join('');
}

export function laneToken({ kind }: JournalEntry): Token {
  return tokens[laneOfKind[kind]];
}

import type { ActOutcome } from '../../../session/journal/entry.ts';
import type { Token } from '../../theme/theme.ts';
import type { Act } from './act.ts';

/** The mark of an outcome. The word gives its meaning without colour. */
export type ActMark = { readonly mark: string; readonly word: string; readonly token: Token };

const marks: { readonly [Outcome in ActOutcome | 'running']: ActMark } = {
  running: { mark: '…', word: 'running', token: 'busy' },
  done: { mark: '✓', word: 'done', token: 'ok' },
  partial: { mark: '!', word: 'partly done', token: 'warning' },
  failed: { mark: '✕', word: 'failed', token: 'error' },
  interrupted: { mark: '!', word: 'interrupted', token: 'warning' },
};

export function markOf({ end }: Act): ActMark {
  return marks[end?.outcome ?? 'running'];
}

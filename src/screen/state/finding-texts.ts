import type { Finding, Step } from '../../diagnosis/finding.ts';
import type { Token } from '../theme/theme.ts';

/** How the screen shows a severity. A screen reader reads the word instead of the mark. */
export const severityMarks = {
  critical: { mark: '✕', word: 'Critical:', token: 'error' },
  warning: { mark: '▲', word: 'Warning:', token: 'warning' },
  risk: { mark: '▲', word: 'Risk:', token: 'warning' },
} as const satisfies {
  readonly [severity in Finding['severity']]: { readonly mark: string; readonly word: string; readonly token: Token };
};

/** Returns the command of a step with short ids, which commands accept: `exceptions a1b2c3d4`. */
export function shownCommand({ command }: Step): string | undefined {
  return command?.replaceAll(/\b([0-9a-f]{8})[0-9a-f]{24}\b/g, '$1');
}

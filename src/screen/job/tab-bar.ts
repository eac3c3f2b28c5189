import { widthOf } from '../draw/fit.ts';
import type { Theme } from '../theme/theme.ts';
import type { JobPage } from './job-page.ts';
import { tabs } from './tabs.ts';

/** `[Overview]  Subtasks  Threads  Checkpoints  Exceptions  Configuration`, with a rule to the right edge. */
export function tabBar({ tab }: JobPage, width: number, theme: Theme): string {
  const titles = tabs.map(({ name, title }) =>
    name === tab ? { text: `[${title}]`, isShown: true } : { text: ` ${title} `, isShown: false },
  );
  const used = titles.reduce((sum, { text }) => sum + widthOf(text), 0);
  const painted = titles.map(({ text, isShown }) => (isShown ? theme.strong(text) : theme.muted(text))).join('');
  return used + 2 > width ? painted : `${painted} ${theme.border('─'.repeat(width - used - 1))}`;
}

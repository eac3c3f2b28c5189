/** The text over the panes that lists keys and commands. */
export const helpTitle = 'Help';

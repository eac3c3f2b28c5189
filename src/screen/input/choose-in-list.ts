/** In a list of Ink's own, which gets these keys itself. */
export const chooseInList = { keys: ['up', 'down', 'j', 'k'], shown: ['↑↓'], hint: 'choose', run: 'ink' } as const;

/** Keys that a list of Ink's own is to get: they move in it, and choose. */
export const listKeys: ReadonlySet<string> = new Set(['up', 'down', 'j', 'k', 'enter']);

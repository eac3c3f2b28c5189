import { usageLine } from '../../commands/line/usage.ts';
import { commands } from '../../commands/table.ts';
import { type KeySection, keyNamesOf, keySections } from '../input/key-sections.ts';
import { shownKeys } from '../input/shown-key.ts';
import type { Views } from '../state/screen.ts';

/** Keys or a command, and what they do. */
export type HelpEntry = { readonly names: readonly string[]; readonly help: string; readonly action?: string };
export type HelpSection = { readonly title: string; readonly entries: readonly HelpEntry[] };

/** Lists the keys of this view first, then those of all views, then those of each other view, then all commands. */
export function helpSections(views: Views, viewId: string): readonly HelpSection[] {
  const openKey = keyNamesOf(views).get('command-line.open');
  const sections = keySections(views).filter(({ keys }) => keys.length > 0);
  const isOwn = (section: KeySection) => section.viewId === viewId;
  const isOfAnotherView = (section: KeySection) => section.viewId !== undefined && !isOwn(section);
  return [
    ...sections.filter(isOwn),
    ...sections.filter((section) => section.viewId === undefined),
    ...sections.filter(isOfAnotherView),
  ]
    .map(({ title, keys }): HelpSection => {
      const entries = keys.map(({ action, ...key }) => ({
        names: shownKeys(key),
        help: key.help,
        ...(action === undefined ? {} : { action }),
      }));
      return { title, entries };
    })
    .concat({
      title: openKey === undefined ? 'Commands' : `Commands (press ${openKey} first)`,
      entries: commands.map((command) => ({
        names: [usageLine(command).split(' [')[0] ?? ''],
        help:
          command.aliases === undefined ? command.summary : `${command.summary}. Also: ${command.aliases.join(', ')}`,
      })),
    });
}

/** Returns the sections with only the entries that match the search. */
export function searchSections(sections: readonly HelpSection[], search: string): readonly HelpSection[] {
  if (search === '') return sections;
  const byKey = withEntries(sections, ({ names }) => names.includes(search));
  // Most texts contain any one letter, so a single letter finds only the key of this name.
  return search.length === 1 && byKey.length > 0 ? byKey : withEntries(sections, matcher(search));
}

/** Returns the words of a search as a pattern. An entry matches if it contains all of them. */
export function wordsOf(search: string): readonly string[] {
  return search.toLowerCase().split(' ').filter(Boolean);
}

/** Returns the sections as plain text. */
export function sectionsText(sections: readonly HelpSection[]): string {
  return sections
    .map(({ title, entries }) => [
      title,
      ...entries.map(({ names, help }) => `  ${names.join(' ').padEnd(18)} ${help}`),
    ])
    .map((rows) => rows.join('\n'))
    .join('\n\n');
}

function matcher(search: string): (entry: HelpEntry) => boolean {
  const words = wordsOf(search);
  return ({ names, help, action = '' }) => {
    const text = [...names, help].join(' ').toLowerCase();
    // The help does not show actions. A word without a dot would find unrelated actions: `log` is in `dialog`.
    return words.every((word) => text.includes(word) || (word.includes('.') && action.includes(word)));
  };
}

function withEntries(sections: readonly HelpSection[], isShown: (entry: HelpEntry) => boolean): readonly HelpSection[] {
  return sections
    .map(({ title, entries }) => ({ title, entries: entries.filter(isShown) }))
    .filter(({ entries }) => entries.length > 0);
}

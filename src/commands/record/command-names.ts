import type { Command } from './command.ts';

type Named = Pick<Command, 'name' | 'aliases'>;

/** Returns the name of a command and its aliases. */
export function namesOf({ name, aliases = [] }: Named): readonly string[] {
  return [name, ...aliases];
}

/** Finds a command by its name or an alias. */
export function findByName<C extends Named>(commands: readonly C[], name: string): C | undefined {
  return commands.find((command) => namesOf(command).includes(name));
}

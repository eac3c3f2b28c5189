import type { Command as Program } from 'commander';

/** Finds a subcommand by its name or an alias. */
export function findSubcommand(program: Program, name: string | undefined): Program | undefined {
  if (name === undefined) return undefined;
  return program.commands.find((sub) => namesOfSubcommand(sub).includes(name));
}

/** Returns the name of a subcommand and its aliases. */
export function namesOfSubcommand(sub: Program): readonly string[] {
  return [sub.name(), ...sub.aliases()];
}

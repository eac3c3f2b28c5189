/** Packages that a layout such as `%c{1.}` or `%logger{60}` shortens to one letter. */
const shortPackage = /(^|\.)\w\./;

/** Whether the layout of the log has shortened this name, as far as one can tell. `others` are the names in the logs. */
export function isShortened(name: string, others: readonly string[]): boolean {
  if (shortPackage.test(name)) return true;
  // A class of the default package has no dot either, but then other names have one.
  return !name.includes('.') && !others.some((other) => other.includes('.'));
}

/** Returns the only full name that a shortened name can stand for; undefined if there is none or more than one. */
export function fullLoggerName(name: string, fullNames: readonly string[]): string | undefined {
  const parts = name.split('.');
  const matching = new Set(fullNames.filter((full) => matches(parts, full.split('.'))));
  const [only, ...others] = matching;
  return others.length === 0 ? only : undefined;
}

function matches(short: readonly string[], full: readonly string[]): boolean {
  if (short.length === 1) return full.at(-1) === short[0];
  return (
    short.length === full.length &&
    short.every((part, index) => {
      const whole = full[index] ?? '';
      return part === whole || (index < short.length - 1 && part.length === 1 && whole.startsWith(part));
    })
  );
}

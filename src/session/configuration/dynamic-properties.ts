/** The command line of a container, as in its spec. */
type CommandLine = { readonly command?: readonly string[]; readonly args?: readonly string[] };

/** `-Dkey=value` or `-D key=value` in a shell script. The value may be quoted in part. */
const inScript = /(?:^|\s)-D\s*((?:[^\s'"]|'[^']*'|"[^"]*")+)/g;

/**
 * Returns the dynamic properties of a container's command line: options of Flink, and system properties of the JVM. Native
 * Kubernetes starts Flink by one script (`bash -c`), and a pod template may set separate arguments.
 */
export function dynamicProperties({ command = [], args = [] }: CommandLine): ReadonlyMap<string, string> {
  const words = [...command, ...args];
  return new Map(words.flatMap((word, index) => propertiesOf(word, words[index - 1])).flatMap(keyAndValue));
}

function propertiesOf(word: string, previous: string | undefined): readonly string[] {
  if (previous === '-D') return [word];
  if (word.startsWith('-D')) return word === '-D' ? [] : [word.slice(2).trim()];
  return [...word.matchAll(inScript)].map(([, property = '']) => unquoted(property));
}

const unquoted = (text: string): string => text.replace(/'([^']*)'|"([^"]*)"/g, '$1$2');

function keyAndValue(property: string): readonly (readonly [string, string])[] {
  const separator = property.indexOf('=');
  return separator < 1 ? [] : [[property.slice(0, separator), property.slice(separator + 1)]];
}

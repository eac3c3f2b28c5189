import { resolveLookups } from '../lookup.ts';
import { lineNumber } from '../text-lines.ts';
import { scanXml, type XmlAttribute, type XmlComment, type XmlFault, type XmlTag } from './scan-xml.ts';

export type XmlElement = {
  readonly open: XmlTag;
  /** undefined where `open` closes itself. */
  readonly close: XmlTag | undefined;
  readonly children: readonly XmlElement[];
};

/**
 * Before 1.3 a `<property>` counts from where it stands. Since 1.3 all of them are read before the first logger, so that
 * the last one of a name counts everywhere. Seen with logback 1.2.13, 1.3.14 and 1.5.18.
 */
export type LogbackVersion = 'before 1.3' | 'since 1.3';

export type LogbackFile = {
  readonly text: string;
  readonly configuration: XmlElement | undefined;
  /** `<root>` and `<logger>`, in their order, those within conditions too. */
  readonly loggers: readonly XmlElement[];
  /** What `${NAME}` means at an offset. */
  readonly property: (name: string, at: number, version: LogbackVersion) => string | undefined;
  readonly comments: readonly XmlComment[];
  /** Why no XML parser takes it. */
  readonly fault: XmlFault | undefined;
};

export function readLogbackFile(text: string): LogbackFile {
  const { tags, comments, fault } = scanXml(text);
  const tree = fault ? { fault } : readTree(tags, text);
  const { root } = tree;
  const configuration = root && isNamed(root, 'configuration') ? root : undefined;
  const wrongRoot =
    root && !configuration
      ? { line: lineNumber(text, root.open.start), message: `<${root.open.name}> stands where <configuration> should` }
      : undefined;
  const all = configuration ? withinConditions(configuration) : [];
  return {
    text,
    configuration,
    loggers: all.filter((element) => isNamed(element, 'logger') || isNamed(element, 'root')),
    property: (name, at, version) => propertyOf(all, name, version === 'since 1.3' ? text.length : at),
    comments,
    fault: tree.fault ?? wrongRoot,
  };
}

/** Lookups in a property's own value are resolved where it stands, by every version. Blanks around it go. */
function propertyOf(elements: readonly XmlElement[], name: string, before: number): string | undefined {
  const last = elements.findLast(
    (one) =>
      (isNamed(one, 'property') || isNamed(one, 'variable')) &&
      one.open.start < before &&
      attributeOf(one, 'name')?.value === name &&
      attributeOf(one, 'value') !== undefined,
  );
  const value = last && attributeOf(last, 'value')?.value;
  return value && resolveLookups(value, (other) => propertyOf(elements, other, last.open.start))?.trim();
}

/** Logback looks at the names of elements without regard to case. */
export const isNamed = ({ open }: XmlElement, name: string): boolean => open.name.toLowerCase() === name;

export const attributeOf = ({ open }: XmlElement, name: string): XmlAttribute | undefined =>
  open.attributes.find((one) => one.name === name);

/** `root` for `<root>`, and for a `<logger>` of that name, which is the same to logback. Empty where it has none. */
export function loggerName(
  { property }: LogbackFile,
  element: XmlElement,
  version: LogbackVersion = 'since 1.3',
): string {
  if (isNamed(element, 'root')) return 'root';
  const written = attributeOf(element, 'name')?.value ?? '';
  const name = resolveLookups(written, (one) => property(one, element.open.start, version)) ?? written;
  return name.toLowerCase() === 'root' ? 'root' : name;
}

/** `<level value="DEBUG"/>` within a logger, the older way to give it one. */
export const nestedLevels = ({ children }: XmlElement): readonly XmlElement[] =>
  children.filter((child) => isNamed(child, 'level'));

function withinConditions({ children }: XmlElement): readonly XmlElement[] {
  return children.flatMap((child) =>
    ['if', 'then', 'else'].some((name) => isNamed(child, name)) ? withinConditions(child) : [child],
  );
}

type Tree = { readonly root?: XmlElement; readonly fault?: XmlFault };

function readTree(tags: readonly XmlTag[], text: string): Tree {
  const roots: XmlElement[] = [];
  const open: { tag: XmlTag; children: XmlElement[] }[] = [];
  const faultAt = (tag: XmlTag, message: string): Tree => ({ fault: { line: lineNumber(text, tag.start), message } });
  for (const tag of tags) {
    const siblings = open.at(-1)?.children ?? roots;
    if (siblings === roots && roots.length > 0) return faultAt(tag, `<${tag.name}> stands behind the end`);
    if (tag.kind === 'open') open.push({ tag, children: [] });
    else if (tag.kind === 'empty') siblings.push({ open: tag, close: undefined, children: [] });
    else {
      const opened = open.pop();
      if (opened?.tag.name !== tag.name) return faultAt(tag, `</${tag.name}> closes nothing that is open`);
      (open.at(-1)?.children ?? roots).push({ open: opened.tag, close: tag, children: opened.children });
    }
  }
  const left = open.at(-1);
  if (left) return faultAt(left.tag, `<${left.tag.name}> is never closed`);
  const [root] = roots;
  return root ? { root } : { fault: { line: 1, message: 'there is no element at all' } };
}

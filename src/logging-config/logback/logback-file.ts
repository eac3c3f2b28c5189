import { resolveLookups } from '../lookup.ts';
import { lineNumber } from '../text-lines.ts';
import { scanXml, type XmlAttribute, type XmlComment, type XmlFault, type XmlTag } from './scan-xml.ts';

export type XmlElement = {
  readonly open: XmlTag;
  /** undefined for a self-closing tag. */
  readonly close: XmlTag | undefined;
  readonly children: readonly XmlElement[];
};

/**
 * Before 1.3, a `<property>` applies from its position. Since 1.3, the last `<property>` with a name applies everywhere
 * (tested with Logback 1.2.13, 1.3.14 and 1.5.18).
 */
export type LogbackVersion = 'before 1.3' | 'since 1.3';

export type LogbackFile = {
  readonly text: string;
  readonly configuration: XmlElement | undefined;
  /** `<root>` and `<logger>` elements in order, including those inside conditions. */
  readonly loggers: readonly XmlElement[];
  /** Returns the value of `${NAME}` at an offset. */
  readonly property: (name: string, at: number, version: LogbackVersion) => string | undefined;
  readonly comments: readonly XmlComment[];
  /** Error for which Logback rejects the file. */
  readonly fault: XmlFault | undefined;
};

export function readLogbackFile(text: string): LogbackFile {
  const { tags, comments, fault } = scanXml(text);
  const tree = fault ? { fault } : readTree(tags, text);
  const { root } = tree;
  const configuration = root && isNamed(root, 'configuration') ? root : undefined;
  const wrongRoot =
    root && !configuration
      ? { line: lineNumber(text, root.open.start), message: `root element is <${root.open.name}>, not <configuration>` }
      : undefined;
  const all = configuration ? flattenConditions(configuration) : [];
  return {
    text,
    configuration,
    loggers: all.filter((element) => isNamed(element, 'logger') || isNamed(element, 'root')),
    property: (name, at, version) => propertyOf(all, name, version === 'since 1.3' ? text.length : at),
    comments,
    fault: tree.fault ?? wrongRoot,
  };
}

/** Returns the trimmed value of a property. All versions resolve lookups in the value at the property's position. */
function propertyOf(elements: readonly XmlElement[], name: string, before: number): string | undefined {
  const last = elements.findLast(
    (element) =>
      (isNamed(element, 'property') || isNamed(element, 'variable')) &&
      element.open.start < before &&
      attributeOf(element, 'name')?.value === name &&
      attributeOf(element, 'value') !== undefined,
  );
  const value = last && attributeOf(last, 'value')?.value;
  return value && resolveLookups(value, (lookup) => propertyOf(elements, lookup, last.open.start))?.trim();
}

/** Compares an element name case-insensitively, as Logback does. */
export const isNamed = ({ open }: XmlElement, name: string): boolean => open.name.toLowerCase() === name;

export const attributeOf = ({ open }: XmlElement, name: string): XmlAttribute | undefined =>
  open.attributes.find((attribute) => attribute.name === name);

/** Returns the logger's name: `root` for `<root>` and for a `<logger>` named root; empty if there is no name. */
export function loggerName(
  { property }: LogbackFile,
  element: XmlElement,
  version: LogbackVersion = 'since 1.3',
): string {
  if (isNamed(element, 'root')) return 'root';
  const written = attributeOf(element, 'name')?.value ?? '';
  const name = resolveLookups(written, (lookup) => property(lookup, element.open.start, version)) ?? written;
  return name.toLowerCase() === 'root' ? 'root' : name;
}

/** Returns `<level value="DEBUG"/>` children, the older syntax for a level. */
export const nestedLevels = ({ children }: XmlElement): readonly XmlElement[] =>
  children.filter((child) => isNamed(child, 'level'));

function flattenConditions({ children }: XmlElement): readonly XmlElement[] {
  return children.flatMap((child) =>
    ['if', 'then', 'else'].some((name) => isNamed(child, name)) ? flattenConditions(child) : [child],
  );
}

type Tree = { readonly root?: XmlElement; readonly fault?: XmlFault };

function readTree(tags: readonly XmlTag[], text: string): Tree {
  const roots: XmlElement[] = [];
  const open: { tag: XmlTag; children: XmlElement[] }[] = [];
  const faultAt = (tag: XmlTag, message: string): Tree => ({ fault: { line: lineNumber(text, tag.start), message } });
  for (const tag of tags) {
    const siblings = open.at(-1)?.children ?? roots;
    if (siblings === roots && roots.length > 0) return faultAt(tag, `<${tag.name}> after the end of the root element`);
    if (tag.kind === 'open') open.push({ tag, children: [] });
    else if (tag.kind === 'empty') siblings.push({ open: tag, close: undefined, children: [] });
    else {
      const opened = open.pop();
      if (opened?.tag.name !== tag.name) return faultAt(tag, `</${tag.name}> has no matching start tag`);
      (open.at(-1)?.children ?? roots).push({ open: opened.tag, close: tag, children: opened.children });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) return faultAt(unclosed.tag, `<${unclosed.tag.name}> is not closed`);
  const [root] = roots;
  return root ? { root } : { fault: { line: 1, message: 'no root element' } };
}

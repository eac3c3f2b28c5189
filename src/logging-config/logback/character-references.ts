const reference = /&(?:(lt|gt|amp|quot|apos)|#(\d+)|#x([0-9a-fA-F]+));/g;
/** Entities that a document type may declare. */
const declared = /&[A-Za-z_][\w.-]*;/g;
const characters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const lastCharacter = 0x10ffff;

/** Resolves references such as `&lt;` and `&#46;` to characters. */
export const resolveReferences = (text: string): string =>
  text.replace(reference, (_, entity: string | undefined, decimal: string | undefined, hexadecimal: string) => {
    if (entity !== undefined) return characters[entity] ?? '';
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return String.fromCodePoint(Math.min(lastCharacter, code));
  });

/** Returns the offset of a `&` that does not start a reference. */
export function findWrongReference(text: string, hasDocumentType: boolean): number | undefined {
  const blank = ({ length }: string) => ' '.repeat(length);
  const rest = text.replace(reference, blank);
  const at = (hasDocumentType ? rest.replace(declared, blank) : rest).indexOf('&');
  return at < 0 ? undefined : at;
}

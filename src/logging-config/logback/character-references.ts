const reference = /&(?:(lt|gt|amp|quot|apos)|#(\d+)|#x([0-9a-fA-F]+));/g;
/** What a document type may declare. */
const declared = /&[A-Za-z_][\w.-]*;/g;
const characters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const lastCharacter = 0x10ffff;

/** `&lt;` and `&#46;` as the characters that they are. */
export const resolveReferences = (text: string): string =>
  text.replace(reference, (_, word: string | undefined, decimal: string | undefined, hexadecimal: string) => {
    if (word !== undefined) return characters[word] ?? '';
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return String.fromCodePoint(Math.min(lastCharacter, code));
  });

/** Where a `&` stands that begins none. */
export function findWrongReference(text: string, hasDocumentType: boolean): number | undefined {
  const blank = ({ length }: string) => ' '.repeat(length);
  const rest = text.replace(reference, blank);
  const at = (hasDocumentType ? rest.replace(declared, blank) : rest).indexOf('&');
  return at < 0 ? undefined : at;
}

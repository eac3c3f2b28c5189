/** Formats texts below each other, with a label before the first one. */
export function* labelledLines(label: string, texts: readonly string[]): Generator<string> {
  for (const [index, text] of texts.entries()) yield `   ${(index === 0 ? label : '').padEnd(9)} ${text}`;
}

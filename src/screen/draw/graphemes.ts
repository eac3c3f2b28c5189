let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character each. Made when it is first needed: that takes 12 to 20 ms of the start. */
export function graphemes(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

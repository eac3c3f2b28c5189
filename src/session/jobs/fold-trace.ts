import { isUserFrame } from '../../logs/exceptions/frame-origin.ts';

/** A line of a stack trace. */
export type TraceLine = {
  /**
   * `exception`: the first line or a cause. `user frame`: a frame in the code of the job. `frame`: a frame of Flink, the
   * JVM or a library. `text`: more lines of a message.
   */
  readonly kind: 'exception' | 'user frame' | 'frame' | 'text';
  /** Without class loader and module. A frame starts with four blanks. */
  readonly text: string;
};

/** Frames that are not shown. */
export type FoldedFrames = { readonly kind: 'folded'; readonly count: number };

const cause = /^\s*(?:Caused by|Suppressed): /;
const frame = /^\s+at /;
const moreFrames = /^\s+\.\.\. \d+ more$/;
/** `\tat app//java.base/`: the class loader and the module of a frame. */
const origin = /^(\s+at )(?:[\w.@-]*\/){1,3}/;

/** Classifies the lines of a stack trace as Flink reports it. */
export function readTrace(lines: readonly string[]): readonly TraceLine[] {
  return lines.map((line, index) => {
    const text = line.replace(origin, '$1').replaceAll('\t', '    ');
    if (frame.test(line)) return { kind: isUserFrame(line) ? 'user frame' : 'frame', text };
    if (moreFrames.test(line)) return { kind: 'frame', text };
    return { kind: index === 0 || cause.test(line) ? 'exception' : 'text', text };
  });
}

/** Replaces the frames that are not in the code of the job. */
export function foldTrace(lines: readonly TraceLine[]): readonly (TraceLine | FoldedFrames)[] {
  const folded: (TraceLine | FoldedFrames)[] = [];
  for (const line of lines) {
    const last = folded.at(-1);
    if (line.kind !== 'frame') folded.push(line);
    else if (last?.kind === 'folded') folded[folded.length - 1] = { kind: 'folded', count: last.count + 1 };
    else folded.push({ kind: 'folded', count: 1 });
  }
  return folded;
}

/** Returns the frames in the code of the job, of the deepest cause that has any. The innermost frame is first. */
export function userFrames(lines: readonly TraceLine[]): readonly string[] {
  let frames: string[] = [];
  let isNewCause = true;
  for (const { kind, text } of lines) {
    if (kind === 'exception') isNewCause = true;
    if (kind !== 'user frame') continue;
    frames = isNewCause ? [text.trim()] : [...frames, text.trim()];
    isNewCause = false;
  }
  return frames;
}

/** Hashes the exception classes and frames of a stack trace. */
export type Signature = {
  readonly addClass: (line: string) => void;
  readonly addFrame: (line: string) => void;
  readonly value: () => string;
  readonly reset: () => void;
};

// Extracts `org.apache.flink.Class.method` from `\tat app//org.apache.flink.Class.method(Class.java:12)`.
const frame = /^\s+at (?:[^(/]*\/(?!0x))*([^(]*)/;
// The JVM replaces reflection frames with generated ones at run time.
const reflection = /^(?:jdk\.internal|sun)\.reflect\./;
// Numbers of lambdas, proxies and generated classes differ between runs.
const generated = /(?:\/?0x)[0-9a-f]+|\d+/g;

/** The exception class at the start of a line, without its message. */
const exceptionClass = /^\s*(?:(?:Caused by|Suppressed): )?(?:Exception in thread "[^"]*" )?([\w$.]+)/;

/** Combines two 32-bit hashes, which are enough to distinguish a few hundred kinds of traces. */
export function createSignature(): Signature {
  let low = 5381;
  let high = 52711;
  const add = (text: string) => {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      low = (Math.imul(low, 33) ^ code) | 0;
      high = (Math.imul(high, 31) + code) | 0;
    }
  };
  return {
    addClass: (line) => add(`!${(exceptionClass.exec(line)?.[1] ?? '').replace(generated, '')}`),
    addFrame: (line) => {
      const method = frame.exec(line)?.[1];
      if (method !== undefined && !reflection.test(method)) add(`@${method.replace(generated, '')}`);
    },
    value: () => (low >>> 0).toString(36) + (high >>> 0).toString(36),
    reset: () => {
      low = 5381;
      high = 52711;
    },
  };
}

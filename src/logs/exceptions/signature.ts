/** Takes the classes and frames of a stack trace one by one, and makes one short word of them. */
export type Signature = {
  readonly addClass: (line: string) => void;
  readonly addFrame: (line: string) => void;
  readonly word: () => string;
  readonly reset: () => void;
};

// `\tat app//org.apache.flink.Class.method(Class.java:12)`: loader and module go, as do file and line.
const frame = /^\s+at (?:[^(/]*\/(?!0x))*([^(]*)/;
// The JVM changes from one to the other while it runs.
const reflection = /^(?:jdk\.internal|sun)\.reflect\./;
// Numbers of lambdas, proxies and generated classes differ from run to run.
const generated = /(?:\/?0x)[0-9a-f]+|\d+/g;

/** The class that a line of an exception begins with, without what its message says. */
const exceptionClass = /^\s*(?:(?:Caused by|Suppressed): )?(?:Exception in thread "[^"]*" )?([\w$.]+)/;

/** Two hashes of 32 bits beside each other: enough to tell a few hundred kinds apart. */
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
    word: () => (low >>> 0).toString(36) + (high >>> 0).toString(36),
    reset: () => {
      low = 5381;
      high = 52711;
    },
  };
}

const maxLength = 600;
/** Matches `java.util.concurrent.CompletionException: `. Requires a package, because `Note: ` is not a class name. */
const className = /^(?:[a-z_][\w$]*\.)+([A-Z][\w$]*)(?::\s*|$)/;
const frame = /^\s+(?:at |\.\.\. \d+ )|^\s+Suppressed: |^End of exception on server side/;

/**
 * Reduces a Java stack trace to the message of the deepest cause, without class names. A cause without a sentence
 * (`AccessDeniedException: /savepoints`) keeps the sentence above it.
 */
export function rootCause(trace: string): string {
  return rootFailure(trace).message;
}

/** Returns the message of `rootCause`, and the simple class name of the exception that contains it, if known. */
export function rootFailure(trace: string): { readonly exception: string | undefined; readonly message: string } {
  const causes = messages(trace).map(sentence);
  const last = Math.max(
    0,
    causes.findLastIndex(({ isSentence }) => isSentence),
  );
  const texts = causes.slice(last).map(({ text }) => text);
  const text = [...new Set(texts)].join(': ');
  const message = text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
  return { exception: causes[last]?.thrown?.replace(/^.*\$(?=[A-Za-z_])/, ''), message };
}

/** Returns the message of the first exception and of each `Caused by:` below it. A message may span several lines. */
function messages(trace: string): string[] {
  const found: string[] = [];
  let open = false;
  for (const line of trace.replace(/^<Exception on server side:\s*/, '').split(/\r?\n/)) {
    if (line.startsWith('Caused by: ')) {
      found.push(line.slice('Caused by: '.length));
      open = true;
    } else if (found.length === 0) {
      if (line.trim() === '') continue;
      found.push(line);
      open = true;
    } else if (frame.test(line)) {
      open = false;
    } else if (open && line.trim() !== '') {
      found[found.length - 1] += ` ${line.trim()}`;
    }
  }
  return found;
}

function sentence(message: string): { text: string; thrown: string | undefined; isSentence: boolean } {
  let text = message.trim();
  let thrown: string | undefined;
  for (let match = className.exec(text); match !== null; match = className.exec(text)) {
    thrown = match[1];
    text = text.slice(match[0].length).trim();
  }
  if (text.includes(' ')) return { text, thrown, isSentence: true };
  const name = thrown === undefined ? '' : asWords(thrown);
  return { text: [name, text].filter((part) => part !== '').join(': '), thrown, isSentence: false };
}

/**
 * Splits a class name into words: `AccessDeniedException` → `access denied`. Single words and `NullPointerException`
 * stay unchanged.
 */
function asWords(exception: string): string {
  const words = exception
    .replace(/^.*\$/, '')
    .replace(/Exception$/, '')
    .split(/(?<=[a-z])(?=[A-Z])/);
  return words.length < 2 || exception === 'NullPointerException' ? exception : words.join(' ').toLowerCase();
}

const longestSentence = 600;
/** `java.util.concurrent.CompletionException: `, of at least one package, since `Note: ` is no class. */
const className = /^(?:[a-z_][\w$]*\.)+([A-Z][\w$]*)(?::\s*|$)/;
const frame = /^\s+(?:at |\.\.\. \d+ )|^\s+Suppressed: |^End of exception on server side/;

/**
 * A Java stack trace cut to the reason for a person: the deepest cause's message, without class names.
 * A cause that says nothing by itself (`AccessDeniedException: /savepoints`) keeps the sentence above it.
 */
export function rootCause(trace: string): string {
  const causes = messages(trace).map(sentence);
  const last = causes.findLastIndex(({ tells }) => tells);
  const told = causes.slice(Math.max(0, last)).map(({ text }) => text);
  const text = [...new Set(told)].join(': ');
  return text.length <= longestSentence ? text : `${text.slice(0, longestSentence - 1)}…`;
}

/** The first exception's message and that of each `Caused by:` under it; a message may have several lines. */
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

function sentence(message: string): { text: string; tells: boolean } {
  let text = message.trim();
  let thrown: string | undefined;
  for (let match = className.exec(text); match !== null; match = className.exec(text)) {
    thrown = match[1];
    text = text.slice(match[0].length).trim();
  }
  if (text.includes(' ')) return { text, tells: true };
  const name = thrown === undefined ? '' : asWords(thrown);
  return { text: [name, text].filter((part) => part !== '').join(': '), tells: false };
}

/** `AccessDeniedException` → `access denied`; one word alone stays a class name: `NullPointerException`. */
function asWords(exception: string): string {
  const words = exception
    .replace(/^.*\$/, '')
    .replace(/Exception$/, '')
    .split(/(?<=[a-z])(?=[A-Z])/);
  return words.length < 2 || exception === 'NullPointerException' ? exception : words.join(' ').toLowerCase();
}

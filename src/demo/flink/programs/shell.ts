import type { Program, ProgramContext, StartProgram } from './program.ts';

const prompt = '$ ';

type Finish = (code: number) => void;

/**
 * A shell that knows `echo`, `printf`, `exit` and the other programs, `;`, single quotes, `$?`, `$TERM` and `>&2`. It runs
 * the line of `-c`. A script of several lines starts an interactive shell.
 */
export function startShell(context: ProgramContext, findProgram: (name: string) => StartProgram | undefined): Program {
  const { args, isTerminal, print, exit } = context;
  const script = args[0] === '-c' ? args[1] : undefined;
  const term = args[3] ?? 'xterm';
  let lastCode = 0;
  /** A program that the shell has started and waits for. */
  let child: Program | undefined;

  const showPrompt = () => {
    if (isTerminal) print(prompt);
  };
  const runCommands = ([first, ...others]: readonly string[], finish: Finish): void => {
    if (first === undefined) finish(lastCode);
    else
      runCommand(first, (code) => {
        lastCode = code;
        runCommands(others, finish);
      });
  };
  const runCommand = (text: string, finish: Finish): void => {
    const expanded = text.replaceAll('$?', String(lastCode)).replaceAll('$TERM', term);
    const words = [...expanded.matchAll(/'([^']*)'|"([^"]*)"|\S+/g)].map(
      ([raw, single, double]) => single ?? double ?? raw,
    );
    const isError = words.at(-1) === '>&2';
    const [name = '', ...rest] = isError ? words.slice(0, -1) : words;
    const write = isError ? context.printError : print;
    if (name === 'exit') {
      exit(Number(rest[0] ?? lastCode));
    } else if (name === '') {
      finish(lastCode);
    } else if (name === 'echo' || name === 'printf') {
      write(name === 'echo' ? `${rest.join(' ')}\n` : readEscapes(rest[0] ?? ''));
      finish(0);
    } else runProgram(name, rest, finish);
  };
  const runProgram = (name: string, rest: readonly string[], finish: Finish): void => {
    const start = findProgram(name);
    if (start === undefined) {
      context.printError(`sh: 1: ${name}: not found\n`);
      finish(127);
      return;
    }
    let isEnded = false;
    const started = start({
      ...context,
      args: rest,
      exit: (code) => {
        isEnded = true;
        child = undefined;
        finish(code);
      },
    });
    if (!isEnded) child = started;
  };

  if (script !== undefined && !script.includes('\n')) runCommands(splitCommands(script), exit);
  else showPrompt();
  const runLine = (line: string) => runCommands(splitCommands(line), showPrompt);
  return {
    get onBytes() {
      return child?.onBytes;
    },
    onLine: (line) => (child === undefined ? runLine(line) : child.onLine?.(line)),
    onEnd: () => (child === undefined ? exit(lastCode) : child.onEnd?.()),
    onInterrupt: () => (child === undefined ? showPrompt() : child.onInterrupt?.()),
    onResize: () => child?.onResize?.(),
  };
}

/** Splits a line at each `;` outside of quotes. */
const splitCommands = (line: string): readonly string[] => line.match(/(?:'[^']*'|"[^"]*"|[^;])+/g) ?? [];

/** Reads `\033`, `\n`, `\r` and `\\`, as printf does. */
function readEscapes(text: string): string {
  const named: { readonly [letter: string]: string } = { n: '\n', r: '\r', '\\': '\\' };
  return text.replace(/\\(?:(\d{3})|(.))/g, (_, octal?: string, letter = '') =>
    octal === undefined ? (named[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

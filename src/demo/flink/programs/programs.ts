import type { Program, ProgramContext, StartProgram } from './program.ts';
import { startShell } from './shell.ts';

/** `cat`: prints files, or its input. */
const cat: StartProgram = ({ args, isTerminal, readFile, print, printError, exit }) => {
  const missing = args.filter((path) => readFile(path) === undefined);
  for (const path of args) print(readFile(path)?.text ?? '');
  for (const path of missing) printError(`cat: ${path}: No such file or directory\n`);
  if (args.length > 0) {
    exit(missing.length === 0 ? 0 : 1);
    return {};
  }
  const onEnd = () => exit(0);
  if (!isTerminal) return { onBytes: print, onEnd };
  return { onLine: (line) => print(`${line}\n`), onEnd, onInterrupt: () => exit(130) };
};

const stty: StartProgram = ({ size, print, exit }) => {
  const { rows, columns } = size();
  print(`${rows} ${columns}\n`);
  exit(0);
  return {};
};

const sleep: StartProgram = ({ args: [seconds], exit }) => {
  const timer = setTimeout(() => exit(0), Number(seconds) * 1000);
  timer.unref();
  return {
    onInterrupt: () => {
      clearTimeout(timer);
      exit(130);
    },
  };
};

/** `top`: draws the whole terminal, and again after a resize. `q` ends it. */
const top: StartProgram = (context) => {
  const { print, exit, printError } = context;
  if (!context.isTerminal) {
    printError('top: failed tty get\n');
    exit(1);
    return {};
  }
  const draw = () => print(topScreen(context));
  // The size arrives right after the start.
  setImmediate(draw);
  return {
    onResize: draw,
    onBytes: (bytes) => {
      if (!/[q\x03]/.test(bytes.toString())) return;
      print(`\x1b[?1l\x1b>\x1b[${context.size().rows};1H\n\x1b[?25h\x1b[K`);
      exit(0);
    },
  };
};

function topScreen({ size }: ProgramContext): string {
  const { columns, rows } = size();
  const lines = [
    `top - terminal of ${columns} columns and ${rows} rows`,
    'Tasks:   3 total,   1 running,   2 sleeping',
    '',
    `\x1b[7m${'    PID USER      %CPU  %MEM COMMAND'.padEnd(columns)}\x1b[m`,
    '      1 flink      0.0   0.0 tini',
    '      7 flink      1.3   1.2 java',
    '     42 flink      0.3   0.0 top',
  ];
  const shown = lines.slice(0, rows).map((line) => `${line}\x1b[K`);
  return `\x1b[?1h\x1b=\x1b[?25l\x1b[H\x1b[J${shown.join('\r\n')}`;
}

/** The programs in the containers by name. `execute` runs those that read no input. */
export const programs: ReadonlyMap<string, StartProgram> = new Map<string, StartProgram>([
  ['cat', cat],
  ['stty', stty],
  ['sleep', sleep],
  ['top', top],
  ['sh', (context): Program => startShell(context, (name) => programs.get(name))],
  ['bash', (context): Program => startShell(context, (name) => programs.get(name))],
]);

import { type Debugger, Session } from 'node:inspector';
import { setTimeout as pause } from 'node:timers/promises';
import { originalExitName } from './save-original-exit.ts';

/** A JavaScript loop pauses immediately. A main thread in native code never pauses. */
const pauseWithinMs = 1000;

export type PausedMainThread = {
  /** Formatted like an Error's stack, without its first line. */
  readonly stack: string;
  /** Ends the process without running more of its JavaScript. Node restores the terminal's modes. */
  readonly exit: (code: number) => void;
};

/** Pauses the main thread from a worker. Resolves with undefined if the main thread cannot be paused. */
export async function pauseMainThread(): Promise<PausedMainThread | undefined> {
  const session = new Session();
  try {
    session.connectToMainThread();
    const files = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => files.set(scriptId, url));
    const paused = new Promise<readonly Debugger.CallFrame[]>((resolve) => {
      session.once('Debugger.paused', ({ params }) => resolve(params.callFrames));
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
    const frames = await Promise.race([paused, pause(pauseWithinMs, undefined)]);
    const innermost = frames?.[0];
    if (frames === undefined || innermost === undefined) return undefined;
    const exit = (code: number) =>
      session.post('Debugger.evaluateOnCallFrame', {
        callFrameId: innermost.callFrameId,
        // Closing stderr keeps Node from printing "Waiting for the debugger to disconnect...".
        expression: `process.getBuiltinModule('node:fs').closeSync(2); ${originalExitName}(${code})`,
      });
    return { stack: frames.map((frame) => formatFrame(frame, files)).join('\n'), exit };
  } catch {
    // Node can be built without an inspector.
    return undefined;
  }
}

function formatFrame({ functionName, location }: Debugger.CallFrame, files: ReadonlyMap<string, string>): string {
  const { scriptId, lineNumber, columnNumber = 0 } = location;
  return `    at ${functionName || '<anonymous>'} (${files.get(scriptId)}:${lineNumber + 1}:${columnNumber + 1})`;
}

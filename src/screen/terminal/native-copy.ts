import { spawn } from 'node:child_process';

type Environment = { readonly [name: string]: string | undefined };
type CopyTool = readonly [file: string, ...options: string[]];

/**
 * Returns the programs that copy standard input to the clipboard, in addition to OSC 52, which some terminals ignore. Over
 * SSH, the clipboard of this computer is not the user's: only tmux passes the text on.
 */
export function copyTools(env: Environment, platform: string): readonly CopyTool[] {
  const tmux: readonly CopyTool[] = env.TMUX ? [['tmux', 'load-buffer', '-w', '-']] : [];
  if (env.SSH_CONNECTION || env.SSH_TTY) return tmux;
  if (platform === 'darwin') return [...tmux, ['pbcopy']];
  if (platform === 'win32') return [...tmux, ['clip']];
  if (env.WAYLAND_DISPLAY) return [...tmux, ['wl-copy']];
  return env.DISPLAY ? [...tmux, ['xclip', '-selection', 'clipboard'], ['xsel', '--input', '--clipboard']] : tmux;
}

/** Copies a text with every tool that is installed. A missing tool is not an error. */
export function copyNatively(text: string, env: Environment, log: (error: unknown) => void): void {
  for (const [file, ...options] of copyTools(env, process.platform)) {
    // xclip keeps running, because it owns the selection.
    const tool = spawn(file, options, { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env });
    tool.unref();
    tool.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') log(error);
    });
    tool.stdin.on('error', () => undefined); // The tool has ended early.
    tool.stdin.end(text);
  }
}

const bash = `\
_flink_tui() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(flink-tui complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _flink_tui flink-tui
`;

const zsh = `\
#compdef flink-tui
_flink_tui() {
  local -a candidates
  local word summary
  while IFS=$'\\t' read -r word summary; do
    candidates+=("\${word//:/\\\\:}:$summary")
  done < <(flink-tui complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#candidates )); then _describe flink-tui candidates; else _files; fi
}
compdef _flink_tui flink-tui
# Loaded as a function of fpath, and not by source: this call is the first completion.
if [ "$funcstack[1]" = _flink_tui ]; then _flink_tui; fi
`;

const fish = `\
function __flink_tui_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  flink-tui complete -- $words[2..-1] "$current" 2>/dev/null
end
complete -c flink-tui -f -a '(__flink_tui_complete)'
`;

const scripts = { bash, zsh, fish } as const;
export type CompletionShell = keyof typeof scripts;
export const completionShells = Object.keys(scripts) as readonly CompletionShell[];

/** To be sourced by the shell; asks `flink-tui complete -- WORDS` each time. */
export function completionScript(shell: CompletionShell): string {
  return scripts[shell].trimEnd();
}

// bash splits words at = : and @ (--context=user@cluster), so the script joins the parts. bash keeps the text up to the
// last separator, so the script removes that text from each candidate.
const bash = `\
_flink_tui() {
  local word summary kept glue= width=0
  local -a words=() found=() summaries=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $word =~ ^[=:@]+$ && \${#words[@]} -gt 0 ]]; then
      words[\${#words[@]}-1]+=$word; glue=1
    elif [[ $glue ]]; then
      words[\${#words[@]}-1]+=$word; glue=
    else
      words+=("$word")
    fi
  done
  kept=\${words[\${#words[@]}-1]}
  if [[ $kept == *[=:@]* ]]; then kept=\${kept%"\${kept##*[=:@]}"}; else kept=; fi
  while IFS=$'\\t' read -r word summary; do
    word=\${word#"$kept"}
    found+=("$word"); summaries+=("$summary")
    if [[ \${#word} -gt $width ]]; then width=\${#word}; fi
  done < <(flink-tui complete -- "\${words[@]}" 2>/dev/null)
  COMPREPLY=("\${found[@]}")
  # Add descriptions only when bash lists the candidates (COMP_TYPE 63).
  if [[ \${COMP_TYPE:-9} != 63 || \${#found[@]} -lt 2 ]]; then return; fi
  for word in "\${!found[@]}"; do
    if [[ \${summaries[word]} ]]; then
      printf -v summary '%-*s  (%s)' "$width" "\${found[word]}" "\${summaries[word]}"
      COMPREPLY[word]=\${summary:0:\${COLUMNS:-80}-1}
    fi
  done
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
# If fpath has loaded this file as a function, this call is the first completion.
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

/** Returns the script that a shell sources. The script calls `flink-tui complete -- WORDS` for each completion. */
export function completionScript(shell: CompletionShell): string {
  return scripts[shell].trimEnd();
}

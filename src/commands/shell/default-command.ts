/** Other values of TERM are not passed on. */
const safeName = /^[\w.+-]{1,64}$/;

/**
 * Starts bash, or sh if there is none. TERM is the first name that the container knows, because programs refuse to start
 * without terminfo. A container without any terminfo gets xterm-256color.
 */
const script = `
TERM=xterm-256color
for name in xterm xterm-256color "$1"; do
  first=\${name%"\${name#?}"}
  for folder in /usr/share/terminfo /usr/lib/terminfo /lib/terminfo /etc/terminfo; do
    [ -e "$folder/$first/$name" ] && TERM=$name
  done
done
export TERM
command -v bash >/dev/null && exec bash
exec sh`.trim();

/** The command that starts a shell in a container. `term` is TERM of the user's terminal. */
export function defaultCommand(term: string | undefined): readonly string[] {
  const name = term !== undefined && safeName.test(term) ? term : 'xterm-256color';
  return ['sh', '-c', script, 'sh', name];
}

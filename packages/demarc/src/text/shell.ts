/** A word as a shell takes it, so that a printed command can be pasted: quoted where it must be. */
export function shellWord(text: string): string {
  return /^[\w./:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

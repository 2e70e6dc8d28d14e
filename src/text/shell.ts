import { sanitize } from './sanitize.ts';

/** How another program reaches the same cluster as the same user: words of a shell, quoted. */
export interface Reach {
  /** Before the program's name: variables that it needs. */
  readonly variables: readonly string[];
  /** Behind it: the connection flags that the monitor was started with. No secret is among them. */
  readonly flags: readonly string[];
}

/** Where commands act: a context of the kubeconfig, and what else it takes to get there. */
interface Where {
  readonly context: string;
  readonly reach: Reach;
}

/**
 * A command line that does the same wherever it is pasted: on the same cluster, as the same user. It is
 * one line of plain text, whatever the names in it look like.
 */
export function commandLine({ context, reach }: Where, words: readonly string[]): string {
  const named = context === '' ? [] : ['--context', context];
  const quoted = [...words, ...named].map((word) => quote(sanitize(word, { cap: MAX_WORD_CHARS })));
  return [...reach.variables, ...quoted, ...reach.flags].join(' ');
}

/** A result may be long, and has to be whole. */
const MAX_WORD_CHARS = 1024 * 1024;

/** One word for a POSIX shell. */
export function quote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

import { type CompileRegex, parsePattern } from './regex.ts';

/** What is looked for in a tree, a log or a page. */
export interface Search {
  readonly text: string;
  readonly test: (text: string) => boolean;
}

/** Which match to go to: the first after a search was typed, the next, or the one before. */
export type SearchStep = 'first' | 1 | -1;

/** Goes to a match in a state; undefined if there is none. */
export type Find<S> = (state: S, search: Search, step: SearchStep) => S | undefined;

/** Reads a search: a text or a regular expression, without regard to case; or one sentence on what is wrong. */
export function parseSearch(text: string, compile: CompileRegex | undefined): Search | string {
  const regex = parsePattern(text, compile);
  return typeof regex === 'string' ? regex : { text, test: (line) => regex.test(line) };
}

/** The first of `count` lines that matches, from `start` on in steps of `by`, round the end. */
export function nextMatch(
  count: number,
  start: number,
  by: 1 | -1,
  matches: (index: number) => boolean,
): number | undefined {
  for (let step = 0; step < count; step++) {
    const index = (((start + step * by) % count) + count) % count;
    if (matches(index)) return index;
  }
  return undefined;
}

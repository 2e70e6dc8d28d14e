/** What is looked for in a tree, a log or a page. */
export interface Search {
  readonly text: string;
  readonly test: (text: string) => boolean;
}

/** Reads a search: a regular expression, without regard to case; or one sentence on what is wrong. */
export function parseSearch(text: string): Search | string {
  try {
    const regex = new RegExp(text, 'i');
    return { text, test: (line) => regex.test(line) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
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

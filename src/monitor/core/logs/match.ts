import type { Search } from '../search.ts';

/** Where a search matches in a text: from `start` up to `end`, in UTF-16 units. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/**
 * The match in a text that ends first. A search only tells whether it matches; the place is found by
 * asking about shorter and shorter pieces, some 32 times for the longest line.
 */
export function firstMatch({ test }: Search, text: string): Match | undefined {
  if (!test(text)) return undefined;
  const end = bisect(0, text.length, (length) => test(text.slice(0, length)));
  const tail = bisect(0, end, (length) => test(text.slice(end - length, end)));
  return { start: end - tail, end };
}

/** The least number for which `holds`, given that it holds for `most`. */
function bisect(least: number, most: number, holds: (value: number) => boolean): number {
  let low = least;
  let high = most;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

import { readFileSync } from 'node:fs';

/** A program of the documentation, with what it says it prints. */
export interface Example {
  /** The page and the heading it stands under; of several there, with a number. */
  readonly title: string;
  readonly source: string;
  readonly output: string;
}

/** A fenced block with its heading, if one comes before it, and the text block that follows it. */
const BLOCK =
  /^##+ (?<heading>.*)$|^```ts ?(?<role>\w*)\n(?<code>[\s\S]*?)^```$(?:\n+```text\n(?<output>[\s\S]*?)^```$)?/gm;

/**
 * The examples of a page of `docs`, each whole: after the page's preamble, if it has one. What is marked
 * `testing` stands alone.
 */
export function examples(page: string): readonly Example[] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const found: Example[] = [];
  let heading = '';
  let preamble = '';
  for (const { groups = {} } of text.matchAll(BLOCK)) {
    const { role, code = '', output } = groups;
    if (groups.heading !== undefined) heading = groups.heading;
    else if (role === 'preamble') preamble = code;
    else {
      const before = found.filter(({ title }) => title.startsWith(heading)).length;
      const title = before === 0 ? heading : `${heading} ${before + 1}`;
      const source = role === 'testing' ? code : `${preamble}\n${code}`;
      found.push({ title, source, output: output ?? '' });
    }
  }
  return found;
}

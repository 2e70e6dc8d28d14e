import { readFileSync } from 'node:fs';

/** A program of the documentation, with what it says it prints. */
export interface Example {
  /** The heading it stands under; of several there, with a number. */
  readonly title: string;
  readonly source: string;
  readonly output: string;
}

/** A fenced block with its heading, if one comes before it, and the text block that follows it. */
const BLOCK =
  /^### (?<heading>.*)$|^```ts ?(?<role>\w*)\n(?<code>[\s\S]*?)^```$(?:\n+```text\n(?<output>[\s\S]*?)^```$)?/gm;

/** The examples of `docs/client-library.md`, each whole: between its preamble and its ending. */
export function examples(): readonly Example[] {
  const page = readFileSync(new URL('../../docs/client-library.md', import.meta.url), 'utf8');
  const found: Example[] = [];
  let heading = '';
  let preamble = '';
  let ending = '';
  for (const { groups = {} } of page.matchAll(BLOCK)) {
    const { role, code = '', output } = groups;
    if (groups.heading !== undefined) heading = groups.heading;
    else if (role === 'preamble') preamble = code;
    else if (role === 'ending') ending = code;
    else {
      const before = found.filter(({ title }) => title.startsWith(heading)).length;
      const title = before === 0 ? heading : `${heading} ${before + 1}`;
      const source = role === 'testing' ? code : `${preamble}\n${code}\n${ending}`;
      found.push({ title: role === 'testing' ? 'In tests' : title, source, output: output ?? '' });
    }
  }
  return found;
}

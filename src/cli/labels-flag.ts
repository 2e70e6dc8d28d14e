import { labelKeyProblem, labelValueProblem } from '../api/label-selector.ts';

/** Reads the labels of `--label`: `key=value`, comma-separated or repeated. */
export function labelsOf(flags: readonly string[]): Readonly<Record<string, string>> {
  const terms = flags.flatMap((flag) => flag.split(',')).map((term) => term.trim());
  return Object.fromEntries(
    terms.filter(Boolean).map((term) => {
      const [, key, value] = /^([^=!\s]+)==?([^=\s]*)$/.exec(term) ?? [];
      if (key === undefined || value === undefined) {
        throw new Error(`--label takes labels such as team=payments, not ${term}`);
      }
      const problem = labelKeyProblem(key) ?? labelValueProblem(value);
      if (problem) throw new Error(`--label ${term}: ${problem}`);
      return [key, value];
    }),
  );
}

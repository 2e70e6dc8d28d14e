/** Labels as `-l` takes them: `key=value`, apart by commas, or repeated. */
export function labelsOf(flags: readonly string[]): Readonly<Record<string, string>> {
  const terms = flags.flatMap((flag) => flag.split(',')).map((term) => term.trim());
  return Object.fromEntries(
    terms.filter(Boolean).map((term) => {
      const [, key, value] = /^([^=!\s]+)==?([^=\s]*)$/.exec(term) ?? [];
      if (key !== undefined && value !== undefined) return [key, value];
      throw new Error(`-l takes labels such as team=payments, not ${term}`);
    }),
  );
}

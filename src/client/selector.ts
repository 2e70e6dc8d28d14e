/** Labels that an object must have, by key (seed: MatchingLabels). */
export type Labels = Readonly<Record<string, string>>;

/** A label selector that asks for each of the labels; undefined if there are none. */
export function selectorOf(labels: Labels | undefined): string | undefined {
  const terms = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return terms.length === 0 ? undefined : terms.join(',');
}

import { labelKeyProblem, labelValueProblem, parseLabelSelector } from '../api/label-selector.ts';
import { KontinueError } from './errors/kontinue-error.ts';

/** Labels that an object must have, by key (seed: MatchingLabels). */
export type Labels = Readonly<Record<string, string>>;

/**
 * A label selector for the API server, from a text in kubectl's grammar or from labels; undefined
 * if both are empty.
 * @throws KontinueError with the code `BadRequest` for a text that is no selector or a label that
 * is invalid.
 */
export function selectorOf(
  asked: Labels | string | undefined,
  more: Labels = {},
): string | undefined {
  const terms = typeof asked === 'string' ? [] : Object.entries(asked ?? {});
  const text = typeof asked === 'string' && asked.trim() !== '' ? readSelector(asked) : undefined;
  const all = [...terms, ...Object.entries(more)].map(([key, value]) => {
    const problem = labelKeyProblem(key) ?? labelValueProblem(String(value));
    if (problem) throw badRequest(`The label ${key} was not asked for: ${problem}.`);
    return `${key}=${value}`;
  });
  const parts = [...(text === undefined ? [] : [text]), ...all];
  return parts.length === 0 ? undefined : parts.join(',');
}

function readSelector(text: string): string {
  const selector = parseLabelSelector(text);
  if (typeof selector !== 'string') return selector.text;
  throw badRequest(`Nothing was listed: ${selector}.`);
}

function badRequest(message: string): KontinueError {
  return new KontinueError(message, { code: 'BadRequest' });
}

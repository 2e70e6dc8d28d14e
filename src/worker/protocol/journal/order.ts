import { assertKey, isNumber, JournalError } from './key.ts';

/** How an operation ended. */
export type Ending = 'done' | 'failed' | 'canceled' | 'skipped';

/** One outcome that the function was given. */
export interface Delivery {
  /** The operation's key. */
  readonly key: string;
  readonly ending: Ending;
}

const MARKS = { done: '', failed: ':f', canceled: ':x', skipped: ':s' } as const;

/** `status.state.$.got`: outcomes in the order the function saw them, `1-17 eu:f 121` (ours). */
export function printOrder(order: readonly Delivery[]): string {
  const parts: string[] = [];
  for (let index = 0; index < order.length; ) {
    const length = runLength(order, index);
    const first = order[index];
    if (first === undefined) break;
    const last = order[index + length - 1];
    parts.push(length > 1 ? `${first.key}-${last?.key}` : `${first.key}${MARKS[first.ending]}`);
    index += length;
  }
  return parts.join(' ');
}

function runLength(order: readonly Delivery[], start: number): number {
  const first = order[start];
  if (first?.ending !== 'done' || !isNumber(first.key)) return 1;
  let length = 1;
  for (;;) {
    const next = order[start + length];
    if (next?.ending !== 'done' || next.key !== `${Number(first.key) + length}`) return length;
    length += 1;
  }
}

/**
 * The outcomes that `got` names.
 * @throws JournalError if it has another form.
 */
export function parseOrder(text: string): Delivery[] {
  if (text === '') return [];
  return text.split(' ').flatMap(parsePart);
}

function parsePart(part: string): Delivery[] {
  const [, from = '', to = ''] = /^(\d+)-(\d+)$/.exec(part) ?? [];
  if (isNumber(from) && isNumber(to) && Number(from) < Number(to)) {
    const length = Number(to) - Number(from) + 1;
    return Array.from({ length }, (_, i) => ({ key: `${Number(from) + i}`, ending: 'done' }));
  }
  const [key = '', mark, ...rest] = part.split(':');
  const ending = endingOf(mark);
  if (ending === undefined || rest.length > 0) {
    throw new JournalError(`"${part}" of status.state.$.got has an unknown form`);
  }
  assertKey(key);
  return [{ key, ending }];
}

function endingOf(mark: string | undefined): Ending | undefined {
  switch (mark) {
    case undefined:
      return 'done';
    case 'f':
      return 'failed';
    case 'x':
      return 'canceled';
    case 's':
      return 'skipped';
    default:
      return undefined;
  }
}

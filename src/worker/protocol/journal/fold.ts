import { isNumber, readGroup } from './key.ts';
import {
  type ExecutionOperation,
  type Operation,
  parseOperation,
  printOperation,
} from './operation.ts';

/**
 * The lines of operations. Unnamed children of one function whose numbers follow each other share a
 * line without hashes, `43..120 x ping l`, so that a loop costs the same however long it is.
 */
export function printOperations(operations: readonly Operation[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < operations.length; ) {
    const run = runAt(operations, index);
    const [first] = run;
    if (first === undefined) break;
    lines.push(run.length === 1 ? printOperation(first) : printRun(run));
    index += run.length;
  }
  return lines;
}

/**
 * The operations of lines: a folded line gives one for each child, without its hash.
 * @throws JournalError if a line has another form.
 */
export function parseOperations(lines: readonly string[]): Operation[] {
  return lines.flatMap((line) => {
    const operation = parseOperation(line);
    const group = operation.kind === 'execution' && readGroup(operation.key);
    if (!group) return [operation];
    const { first, last } = group;
    return Array.from({ length: last - first + 1 }, (_, i) => ({
      ...operation,
      key: `${first + i}`,
    }));
  });
}

function runAt(operations: readonly Operation[], start: number): readonly Operation[] {
  let end = start + 1;
  while (follows(operations[end - 1], operations[end])) end += 1;
  return operations.slice(start, end);
}

function follows(before: Operation | undefined, operation: Operation | undefined): boolean {
  return (
    isFoldable(before) &&
    isFoldable(operation) &&
    Number(operation.key) === Number(before.key) + 1 &&
    operation.function === before.function &&
    operation.attempt === before.attempt
  );
}

function isFoldable(operation: Operation | undefined): operation is ExecutionOperation {
  return operation?.kind === 'execution' && isNumber(operation.key);
}

function printRun(run: readonly Operation[]): string {
  const [first] = run;
  const last = run.at(-1);
  if (!isFoldable(first) || last === undefined) return '';
  const { hash: _, ...folded } = first;
  return printOperation({ ...folded, key: `${first.key}..${last.key}` });
}

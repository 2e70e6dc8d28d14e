import { describe, expect, test } from 'vitest';
import type { Execution, Json } from '../../../src/api/execution.ts';
import type { Phase } from '../../../src/api/phase.ts';
import { ResultUnavailableError } from '../../../src/client/errors/content-errors.ts';
import { parseResult, type ResultSchema } from '../../../src/client/executions/parse-result.ts';
import { slimExecution } from '../../../src/client/watch/slim.ts';
import { StringPool } from '../../../src/client/watch/string-pool.ts';
import { execution } from '../../support/objects.ts';
import { rejection } from '../support/rejection.ts';

function ended(phase: Phase, result?: Json): Execution {
  return execution({
    phase,
    status: { message: 'no disk', ...(result !== undefined && { result }) },
  });
}

/** Takes positive numbers, and doubles them. */
const POSITIVE: ResultSchema<number> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'number' && value > 0
        ? { value: value * 2 }
        : { issues: [{ message: 'must be above 0' }] },
  },
};

describe('parseResult', () => {
  test.each(['Completed', 'Skipped'] as const)('gives the result of what is %s', (phase) => {
    expect(parseResult(ended(phase, { n: 1 }))).toEqual({ n: 1 });
    expect(parseResult(ended(phase, 0))).toBe(0);
    expect(parseResult(ended(phase, null))).toBeNull();
    expect(parseResult(ended(phase))).toBeUndefined();
  });

  test.each(['Failed', 'Canceled'] as const)('says why there is none of what is %s', (phase) => {
    expect(() => parseResult(ended(phase, 1))).toThrow(ResultUnavailableError);
    expect(() => parseResult(ended(phase))).toThrow(`is ${phase} and has no result: no disk`);
  });

  test.each(['Pending', 'Executing', 'Juggling'])('asks to wait for what is %s', (phase) => {
    expect(() => parseResult(ended(phase, 1))).toThrow('Wait for it first');
  });

  test('does not take a result that was left out for none', () => {
    const slim = slimExecution(ended('Completed', 7), new StringPool());
    expect(() => parseResult(slim ?? execution())).toThrow('Get the execution first');
    const without = slimExecution(ended('Completed'), new StringPool());
    expect(parseResult(without ?? execution())).toBeUndefined();
  });

  test('checks the result by a schema, and gives what the schema makes of it', async () => {
    expect(await parseResult(ended('Completed', 3), POSITIVE)).toBe(6);
    expect(await parseResult(ended('Completed'), POSITIVE)).toBeUndefined();
    const error = await rejection(
      Promise.resolve(parseResult(ended('Completed', -1), POSITIVE)),
      ResultUnavailableError,
    );
    expect(error.message).toContain('must be above 0');
    const open = parseResult(ended('Executing'), POSITIVE);
    await rejection(Promise.resolve(open), ResultUnavailableError);
  });
});

import { describe, expect, it } from 'vitest';
import { isTerminal, PHASES, phaseOf, phaseOrder } from '../../src/api/phase.ts';

describe('phaseOf', () => {
  it('is Pending where none is said', () => {
    expect(phaseOf({})).toBe('Pending');
    expect(phaseOf({ status: {} })).toBe('Pending');
    expect(phaseOf({ status: { phase: '' } })).toBe('Pending');
  });

  it('keeps an unknown one as written', () => {
    expect(phaseOf({ status: { phase: 'Draining' } })).toBe('Draining');
  });
});

describe('isTerminal', () => {
  it('holds for the four ends, and for nothing else', () => {
    expect([...PHASES, 'Draining'].filter(isTerminal)).toEqual([
      'Completed',
      'Failed',
      'Canceled',
      'Skipped',
    ]);
  });
});

describe('phaseOrder', () => {
  it('sorts by life cycle, unknown phases last', () => {
    const phases = ['Draining', 'Failed', 'Pending', 'Backoff', 'Executing'];
    expect(phases.sort((a, b) => phaseOrder(a) - phaseOrder(b))).toEqual([
      'Pending',
      'Executing',
      'Backoff',
      'Failed',
      'Draining',
    ]);
  });
});

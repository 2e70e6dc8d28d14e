import { describe, expect, it } from 'vitest';
import { needsHuman, suspensionPhase } from '../../src/api/suspension.ts';
import { ago, suspension } from '../support/objects.ts';

describe('suspensionPhase', () => {
  it.each([
    [undefined, 'Suspended'],
    ['Suspended', 'Suspended'],
    ['Pending', 'Suspended'],
    ['Paused', 'Suspended'],
    ['', 'Suspended'],
    ['Completed', 'Completed'],
    ['Canceled', 'Canceled'],
  ] as const)('takes %s for %s', (phase, expected) => {
    expect(suspensionPhase(suspension(phase === undefined ? {} : { phase }))).toBe(expected);
  });

  it('is Suspended without a spec or a status', () => {
    expect(suspensionPhase({ metadata: { name: 'bare' } })).toBe('Suspended');
  });
});

describe('needsHuman', () => {
  it('holds for an open one that no time ends', () => {
    expect(needsHuman(suspension())).toBe(true);
    expect(needsHuman({ metadata: { name: 'bare' } })).toBe(true);
  });

  it('does not hold for a sleep, or for one that has ended', () => {
    expect(needsHuman(suspension({ resumeAt: ago(0) }))).toBe(false);
    expect(needsHuman(suspension({ phase: 'Completed' }))).toBe(false);
  });
});

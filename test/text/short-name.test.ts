import { describe, expect, test } from 'vitest';
import { shortName } from '../../src/text/short-name.ts';
import { execution } from '../support/objects.ts';

describe('the short name of a child', () => {
  const parent = execution({ name: 'deploy' });

  test.each([
    ['deploy-roll', 'roll'],
    ['deploy-roll-0', 'roll-0'],
    ['deployment', 'deployment'],
    ['roll', 'roll'],
  ])('called %s is %s', (name, short) => {
    expect(shortName(execution({ name, parent }))).toBe(short);
  });

  test('is the whole name where there is no parent', () => {
    expect(shortName(parent)).toBe('deploy');
  });
});

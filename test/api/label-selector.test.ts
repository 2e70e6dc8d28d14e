import { describe, expect, test } from 'vitest';
import { parseLabelSelector } from '../../src/api/label-selector.ts';

const PAY = { team: 'pay', tier: '2', 'app.kubernetes.io/name': 'web', empty: '' };

function matches(text: string, labels: Readonly<Record<string, string>> | undefined): boolean {
  const selector = parseLabelSelector(text);
  if (typeof selector === 'string') throw new Error(selector);
  return selector.matches(labels);
}

describe('a label selector', () => {
  test.each([
    ['team=pay', true],
    ['team==pay', true],
    ['team = pay , tier', true],
    ['team!=pay', false],
    ['missing!=pay', true],
    ['team', true],
    ['missing', false],
    ['!team', false],
    ['!missing', true],
    ['team in (billing, pay)', true],
    ['team in (billing)', false],
    ['team notin (billing)', true],
    ['missing notin (billing)', true],
    ['missing in (a)', false],
    ['tier>1', true],
    ['tier < 2', false],
    ['team>1', false],
    ['app.kubernetes.io/name=web,!missing', true],
    ['empty=', true],
    ['empty', true],
    ['team=', false],
    ['empty in (,a)', true],
    ['', true],
  ])('%s is met: %s', (text, met) => {
    expect(matches(text, PAY)).toBe(met);
  });

  test('without labels only what asks for their absence is met', () => {
    expect(matches('!team', undefined)).toBe(true);
    expect(matches('team!=pay', undefined)).toBe(true);
    expect(matches('team', undefined)).toBe(false);
    expect(matches('toString', {})).toBe(false);
  });

  test.each([
    ['team=pay,', 'nothing follows the last comma'],
    ['team=pay tier', 'a comma is missing before tier'],
    ['=pay', '= is no label key'],
    ['!team=pay', '!team takes no value'],
    ['team in pay', 'after team in comes a set'],
    ['team in (pay', ') is missing'],
    ['team in (pay billing)', 'billing in the set after team in is out of place'],
    ['team ~ pay', 'after team comes one of'],
    ['-team=pay', '-team is no label key'],
    ['Bad/team=pay', 'before the slash stands a DNS name'],
    [`team=${'x'.repeat(64)}`, 'is no label value'],
    ['team=a/b', 'a/b is no label value'],
    ['tier>x', 'tier> takes a whole number'],
  ])('%s is refused: %s', (text, why) => {
    expect(parseLabelSelector(text)).toContain(why);
  });

  test('is written in one form, which reads back as the same', () => {
    const selector = parseLabelSelector(' team in ( b ,a ) , !x,y!=1 , z == 2,tier>1');
    if (typeof selector === 'string') throw new Error(selector);
    expect(selector.text).toBe('team in (b,a),!x,y!=1,z=2,tier>1');
    expect(parseLabelSelector(selector.text)).toMatchObject({ text: selector.text });
  });
});

import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import { parseFilter } from '../../../../src/monitor/core/executions/filter.ts';
import {
  openSuspensions,
  type RowContext,
} from '../../../../src/monitor/core/executions/waiting-on.ts';
import { changesByItself, NO_FILTER } from '../../../../src/monitor/core/table/table.ts';
import { compileRegex } from '../../../../src/monitor/regex.ts';
import { ago, execution, HOUR, MINUTE, NOW, suspension } from '../../../support/objects.ts';

const deploy = execution({
  name: 'deploy-7f3',
  function: 'deploy-cluster',
  phase: 'Suspended',
  namespace: 'payments',
  labels: { team: 'pay', tier: '1' },
  created: ago(2 * HOUR),
  status: {
    workerName: 'worker-abc',
    message: 'Waiting for Approval',
    startedAt: ago(30 * MINUTE),
    attempts: [
      { phase: 'Failed', startedAt: ago(90 * MINUTE), finishedAt: ago(80 * MINUTE) },
      { phase: 'Failed', startedAt: ago(60 * MINUTE), finishedAt: ago(50 * MINUTE) },
      { phase: 'Suspended', startedAt: ago(30 * MINUTE) },
    ],
  },
});
const fetch = execution({
  name: 'fetch-x9',
  function: 'fetch-prices',
  phase: 'Completed',
  namespace: 'billing',
  created: ago(5 * MINUTE),
});
const bare = execution({ name: 'bare', function: 'noop', created: 'once' });

const around: RowContext = {
  open: openSuspensions([suspension({ parent: deploy })]),
  functions: new Map(),
  hasEndedOwner: () => false,
  below: new Map(),
  mutexHolder: () => undefined,
  now: NOW,
  zone: 'utc',
};

const CONTEXT = { compile: compileRegex, phases: ['Archiving'] };

function passes(text: string): string {
  const filter = parseFilter(text, CONTEXT);
  if (typeof filter === 'string') throw new Error(filter);
  const through = (e: Execution) => filter.test(e, around);
  return [deploy, fetch, bare]
    .filter(through)
    .map((e) => e.metadata.name)
    .join(' ');
}

const ALL = 'deploy-7f3 fetch-x9 bare';

describe('a filter', () => {
  it.each([
    ['', ALL],
    ['   ', ALL],
    ['deploy', 'deploy-7f3'],
    ['DEPLOY', 'deploy-7f3'],
    ['^fetch-', 'fetch-x9'],
    ['approval', 'deploy-7f3'],
    ['noop', 'bare'],
    ['completed', 'fetch-x9'],
    ['!deploy', 'fetch-x9 bare'],
    ['e !deploy', 'fetch-x9 bare'],
    ['phase:failed', ''],
    ['phase:suspended', 'deploy-7f3'],
    ['phase:!completed', 'deploy-7f3 bare'],
    ['phase:pending', 'bare'],
    ['phase:completed,pending', 'fetch-x9 bare'],
    ['phase:!completed,pending', 'deploy-7f3'],
    ['phase:susp', 'deploy-7f3'],
    ['phase:archiving', ''],
    ['7f3$', 'deploy-7f3'],
    ['^deploy-7f3$', 'deploy-7f3'],
    ['approval$', 'deploy-7f3'],
    ['^payments$', 'deploy-7f3 bare'],
    ['^deploy.*7f3$', 'deploy-7f3'],
    ['7f3\\sdeploy', ''],
    ['[^a]deploy', ''],
    ['billing', 'fetch-x9'],
    ['worker-abc', 'deploy-7f3'],
    ['noop|fetch', 'fetch-x9 bare'],
    ['fn:deploy', 'deploy-7f3'],
    ['function:prices$', 'fetch-x9'],
    ['name:x9', 'fetch-x9'],
    ['ns:billing', 'fetch-x9'],
    ['worker:abc', 'deploy-7f3'],
    ['message:waiting', 'deploy-7f3'],
    ['attempt>2', 'deploy-7f3'],
    ['attempt<2', 'fetch-x9 bare'],
    ['attempt<3', 'fetch-x9 bare'],
    ['attempt>3', ''],
    ['age<1h', 'fetch-x9'],
    ['age>1h', 'deploy-7f3'],
    ['age>1d', ''],
    ['duration>1h', 'deploy-7f3'],
    ['waiting:human', 'deploy-7f3'],
    ['waiting:worker', 'bare'],
    ['waiting:human,worker', 'deploy-7f3 bare'],
    ['waiting:!human', 'fetch-x9 bare'],
    ['label.team:pay', 'deploy-7f3'],
    ['label.team:p', ''],
    ['-l team=pay', 'deploy-7f3'],
    ['-l team=pay,tier=1', 'deploy-7f3'],
    ['-l team=pay,tier=2', ''],
    ['-l team', 'deploy-7f3'],
    ['-l team==pay', 'deploy-7f3'],
    ['-l team!=pay', 'fetch-x9 bare'],
    ['-l !team', 'fetch-x9 bare'],
    ['-l team,tier!=1', ''],
    ['-l team in (pay, billing)', 'deploy-7f3'],
    ['-l team notin (pay), !tier phase:completed', 'fetch-x9'],
    ['-l tier=1 approval', 'deploy-7f3'],
    ['-f dpl7', 'deploy-7f3'],
    ['-f FX', 'fetch-x9'],
    ['-f xf', ''],
    ['-f ep phase:suspended', 'deploy-7f3'],
    ['-l team=pay phase:!completed fn:deploy', 'deploy-7f3'],
    ['fn:deploy fn:fetch', ''],
    // Not one of the fields: a text to look for.
    ['https://x', ''],
    ['for:', ''],
    ['for\\:x', ''],
    ['__proto__:x', ''],
  ])('%j lets through: %s', (text, expected) => {
    expect(passes(text)).toBe(expected);
  });

  it.each([
    ['(', /the pattern cannot be read: missing closing \)/],
    ['fn:[', /the pattern cannot be read: missing closing \]/],
    ['!*', /the pattern cannot be read: missing argument/],
    ['(?=a)b', /not supported: patterns cannot look ahead/],
    ['pahse:failed', 'no field pahse: did you mean phase.; write .: for a colon in a text'],
    ['valueOf:x', /^no field valueOf: use one of fn, /],
    ['phase:fialed', 'no phase fialed: did you mean Failed.'],
    ['phase:', 'phase: takes a value, such as phase:failed,backoff'],
    ['waiting:humn', 'no kind of waiting humn: did you mean human.'],
    ['age:1h', 'age needs a comparison, such as age<1h'],
    ['age>soon', 'age> takes a duration such as 90s or 1h'],
    ['duration<5', 'duration< takes a duration such as 90s or 1h'],
    ['attempt>many', 'attempt> takes a number'],
    ['speed>3', 'speed cannot be compared: only attempt, age and duration can'],
    ['constructor>3', 'constructor cannot be compared: only attempt, age and duration can'],
    ['-l', '-l takes a label selector as in kubectl, such as team=pay'],
    ['-l =pay', 'the label selector =pay cannot be read: = is no label key'],
    ['-l a,!b=c', 'the label selector a,!b=c cannot be read: !b takes no value'],
    ['-f', '-f takes some letters of a name, such as dplcl'],
  ])('%j is refused in one sentence', (text, sentence) => {
    const answer = parseFilter(text, CONTEXT);
    expect(answer).toBeTypeOf('string');
    expect(answer).toEqual(expect.stringMatching(sentence));
    expect(answer).not.toContain('\n');
  });

  it('has no age where none is known, in either direction', () => {
    expect(passes('age<999d age>0s')).not.toContain('bare');
  });

  it.each([
    ['phase:failed fn:deploy', false],
    ['attempt>2', false],
    ['age<1h', true],
    ['duration>1h', true],
    ['waiting:human', true],
    ['deploy age<1h', true],
  ])('%j may change its answer while the execution stays the same: %s', (text, expected) => {
    const filter = parseFilter(text, CONTEXT);
    expect(typeof filter !== 'string' && changesByItself(filter)).toBe(expected);
  });

  it('keeps its text without the spaces around it', () => {
    expect(parseFilter('  fn:deploy  ', CONTEXT)).toMatchObject({ text: 'fn:deploy' });
    expect(NO_FILTER.text).toBe('');
    expect(changesByItself(NO_FILTER)).toBe(false);
  });
});

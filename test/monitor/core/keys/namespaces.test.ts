import { describe, expect, it } from 'vitest';
import { wanted } from '../../../../src/monitor/core/subscription.ts';
import {
  changes,
  executionsOf,
  feed,
  monitor,
  press,
  screenText,
  suspended,
  told,
  type,
} from '../../../support/monitor.ts';
import { execution, suspension } from '../../../support/objects.ts';

const mine = execution({ name: 'mine', namespace: 'default', phase: 'Suspended' });
const theirs = execution({ name: 'theirs', namespace: 'team-a' });
const approval = suspension({ name: 'approve', parent: mine });

const home = () =>
  monitor({ namespaces: ['default'], executions: [mine], suspensions: [approval] });

/** The state after `:ns …`, and the messages that the watches begun by it bring. */
function look(state: ReturnType<typeof home>, where: string) {
  const before = new Set(wanted(state).map(({ key }) => key));
  const after = press(type(press(state, ':'), `ns ${where}`), 'enter');
  const begun = wanted(after).filter(({ key }) => !before.has(key));
  return begun.reduce((now, subscription) => {
    if (subscription.kind !== 'watch' || subscription.of !== 'Execution') return now;
    const { namespace } = subscription;
    const all = [mine, theirs].filter(
      (e) => namespace === undefined || e.metadata.namespace === namespace,
    );
    return told(now, feed(`executions/${namespace ?? '*'}`), changes(...all));
  }, after);
}

const names = (state: ReturnType<typeof home>) =>
  executionsOf(state).shown.map((e) => e.metadata.name);

describe('other namespaces', () => {
  it('keep the rows of a watch that goes on, beside those of a new one', () => {
    expect(names(look(home(), 'default,team-a')).sort()).toEqual(['mine', 'theirs']);
  });

  it('keep them when fewer are looked at again, and the header says that they are live', () => {
    const back = look(look(home(), 'default,team-a'), 'default');
    expect(names(back)).toEqual(['mine']);
    expect(screenText(back)).toContain('● live');
    expect(screenText(back)).toContain('needs a human: approve');
  });

  it('leave nothing of a watch that ended, whatever comes of it late', () => {
    const there = look(home(), 'team-a');
    expect(names(there)).toEqual(['theirs']);
    expect(there.open.size).toBe(0);
    expect(names(told(there, changes(mine)))).toEqual(['theirs']);
    expect(told(there, suspended(approval)).open.size).toBe(0);
    expect(names(look(look(there, 'all'), 'default'))).toEqual(['mine']);
  });

  it('name the one that is refused, after any switch', () => {
    const error = 'ada may not list executions in namespace team-a.';
    const refused = told(
      look(home(), 'default,team-a'),
      feed('executions/team-a', { phase: 'forbidden', error }),
    );
    expect(screenText(refused)).toContain('may not list executions in namespace team-a');
    const more = look(refused, 'default,team-a,billing');
    expect(screenText(more)).toContain('may not list executions in namespace team-a');
    expect(screenText(look(more, 'default'))).not.toContain('may not list');
  });

  it('are watched once each, however often they are named', () => {
    const twice = look(home(), 'default,default');
    expect(
      wanted(twice)
        .map(({ key }) => key)
        .filter((key) => key.startsWith('watch:Execution')),
    ).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { commandLineOf } from '../../../../src/monitor/core/actions/registry.ts';
import { findLayer } from '../../../../src/monitor/core/layers/stack.ts';
import type { State } from '../../../../src/monitor/core/state.ts';
import { monitor, press, type } from '../../../support/monitor.ts';
import { execution, suspension } from '../../../support/objects.ts';

function line(state: State, context = '', reach = state.session.reach): string {
  const dialog = findLayer(state, 'dialog')?.content;
  if (dialog === undefined) throw new Error('no dialog is open');
  return commandLineOf(dialog, { ...state.session, context, reach });
}

const running = execution({ name: 'deploy', phase: 'Executing' });
const child = execution({ name: 'child', phase: 'Suspended', parent: running });
const state = monitor({
  executions: [running, child],
  suspensions: [suspension({ name: 'approve', parent: child })],
});
const failed = monitor({ executions: [execution({ name: 'deploy', phase: 'Failed' })] });

describe('the command line of a dialog', () => {
  it('says the same as the dialog', () => {
    expect(line(press(state, 'ctrl-k'))).toBe('kontinue cancel deploy -n payments');
    expect(line(press(state, 's'))).toBe('kontinue resume deploy -n payments --recursive');
    expect(line(press(failed, 'r'))).toBe('kontinue retry deploy -n payments');
    expect(line(press(failed, 'r', 'shift-tab', 'right'))).toBe(
      'kontinue retry deploy -n payments --child-policy RetryFailed',
    );
  });

  it('follows what is filled in, as one word each for a shell', () => {
    const reason = type(press(state, 'ctrl-k', 'shift-tab'), "it's full; rm -rf $HOME");
    expect(line(reason)).toBe(
      "kontinue cancel deploy -n payments --message 'it'\\''s full; rm -rf $HOME'",
    );
    const result = type(press(state, 'ctrl-x', 'tab', 'tab'), '{"a": "b c"}');
    expect(line(result)).toBe(`kontinue skip deploy -n payments --result '{"a":"b c"}'`);
  });

  it('names the context, so that it acts on the same cluster wherever it is pasted', () => {
    expect(line(press(state, 'ctrl-k'), 'prod eu')).toBe(
      "kontinue cancel deploy -n payments --context 'prod eu'",
    );
  });

  it('goes where the monitor went, as the user that it acts as', () => {
    const reach = {
      variables: ["KUBECONFIG='/a b:/c'"],
      flags: ['--server', 'https://10.0.0.1', '--as', "'ada l'"],
    };
    expect(line(type(press(state, 'ctrl-k', 'shift-tab'), 'x y'), 'prod', reach)).toBe(
      "KUBECONFIG='/a b:/c' kontinue cancel deploy -n payments --message 'x y' --context prod --server https://10.0.0.1 --as 'ada l'",
    );
  });

  it('says that a suspension is one', () => {
    const waiting = press(state, 'tab', 'G', 's');
    expect(line(waiting)).toBe('kontinue resume approve -n payments --suspension');
  });

  it('is empty while what is filled in can not be done', () => {
    expect(line(type(press(state, 'ctrl-x', 'tab', 'tab'), '{'))).toBe('');
  });
});

import { describe, expect, test } from 'vitest';
import { groupOfExecution, groupOfFunction, groupOfLabels } from '../../src/api/worker-group.ts';
import { execution, kontinueFunction } from '../support/objects.ts';

const labels = { 'kontinue.cloud/worker-group': 'gpu' };

describe('the worker group', () => {
  test('of an object is that of its label, else the default', () => {
    expect(groupOfLabels({ labels })).toBe('gpu');
    expect(groupOfLabels({ labels: { 'kontinue.cloud/worker-group': '' } })).toBe('default');
    expect(groupOfLabels({})).toBe('default');
    expect(groupOfLabels({}, 'cpu')).toBe('cpu');
  });

  test('of a function is that of its spec, else that of its label', () => {
    expect(groupOfFunction(kontinueFunction({ workerGroup: 'cpu', labels }))).toBe('cpu');
    expect(groupOfFunction(kontinueFunction({ labels }))).toBe('gpu');
    expect(groupOfFunction(kontinueFunction())).toBe('default');
  });

  test('of an execution is that of its label, else that of its function', () => {
    const fn = kontinueFunction({ workerGroup: 'cpu' });
    expect(groupOfExecution(execution({ labels }), fn)).toBe('gpu');
    expect(groupOfExecution(execution(), fn)).toBe('cpu');
    expect(groupOfExecution(execution(), undefined)).toBe('default');
  });
});

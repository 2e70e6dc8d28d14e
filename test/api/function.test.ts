import { describe, expect, it } from 'vitest';
import { findFunction, isHidden } from '../../src/api/function.ts';
import { kontinueFunction } from '../support/objects.ts';

describe('findFunction', () => {
  const gpu = kontinueFunction({ name: 'gpu-train', specName: 'train', workerGroup: 'gpu' });
  const cpu = kontinueFunction({ name: 'cpu-train', specName: 'train', workerGroup: 'cpu' });

  it('finds by the name of the object first', () => {
    const named = kontinueFunction({ name: 'train', workerGroup: 'other' });
    expect(findFunction([gpu, cpu, named], 'train', 'gpu')).toBe(named);
  });

  it('finds by spec.name else', () => {
    expect(findFunction([gpu], 'train')).toBe(gpu);
  });

  it('takes the one of the worker group, of several', () => {
    expect(findFunction([gpu, cpu], 'train', 'gpu')).toBe(gpu);
    expect(findFunction([gpu, cpu], 'train', 'cpu')).toBe(cpu);
  });

  it('takes the first by name when no group says which, in whatever order they come', () => {
    expect(findFunction([gpu, cpu], 'train')).toBe(cpu);
    expect(findFunction([cpu, gpu], 'train')).toBe(cpu);
    expect(findFunction([gpu, cpu], 'train', 'tpu')).toBe(cpu);
  });

  it('finds nothing for a name that nobody published', () => {
    expect(findFunction([gpu, cpu], 'deploy-clustr')).toBeUndefined();
  });
});

describe('isHidden', () => {
  it('holds with the annotation only, and only for "true"', () => {
    const marked = (value: string) =>
      kontinueFunction({ annotations: { 'kontinue.cloud/hidden': value } });
    expect(isHidden(marked('true'))).toBe(true);
    expect(isHidden(marked('false'))).toBe(false);
    expect(isHidden(kontinueFunction())).toBe(false);
  });
});

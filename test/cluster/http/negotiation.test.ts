import { describe, expect, it } from 'vitest';
import { acceptedForm } from '../../../src/cluster/http/negotiation.ts';

describe('the form of an answer', () => {
  it.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['application/vnd.kubernetes.protobuf,application/json', 'json'],
    [
      'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json',
      'table',
    ],
    ['application/json;as=Table;g=meta.k8s.io;v=v1', 'table'],
    ['application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json', 'json'],
    ['application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io', 'partial'],
  ])('for %s is %s', (accept, form) => {
    expect(acceptedForm(accept)).toBe(form);
  });

  it('is refused when there is none', () => {
    expect(() => acceptedForm('text/html')).toThrow(expect.objectContaining({ code: 406 }));
  });
});

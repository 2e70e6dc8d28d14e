import { describe, expect, it } from 'vitest';
import type { Stored } from '../../../src/cluster/object.ts';
import { labelTest } from '../../../src/cluster/select/label.ts';

function labelled(labels?: Readonly<Record<string, string>>): Stored {
  return {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: {
      name: 'x',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '',
      ...(labels ? { labels } : {}),
    },
  };
}

const blue = labelled({ colour: 'blue', size: '3', 'kontinue.cloud/root': 'a' });
const red = labelled({ colour: 'red' });
const bare = labelled();
const odd = labelled({ constructor: 'x', toString: 'x', valueOf: 'x' });

describe('a label selector', () => {
  it.each([
    ['', [blue, red, bare]],
    ['colour=blue', [blue]],
    ['colour == blue', [blue]],
    ['colour!=blue', [red, bare]],
    ['colour', [blue, red]],
    ['!colour', [bare]],
    ['colour in (blue, green)', [blue]],
    ['colour in (blue,red),size', [blue]],
    ['colour notin (blue)', [red, bare]],
    ['kontinue.cloud/root=a', [blue]],
    ['size>2', [blue]],
    ['size<3', []],
    ['colour>2', []],
    ['colour=', []],
  ])('%j selects what it should', (selector, selected) => {
    expect([blue, red, bare].filter(labelTest(selector))).toEqual(selected);
  });

  it.each([
    ['constructor', [odd]],
    ['!constructor', [bare]],
    ['toString=x', [odd]],
    ['toString!=x', [bare]],
    ['valueOf in (x)', [odd]],
    ['valueOf>1', []],
  ])('%j takes no field of JavaScript for a label', (selector, selected) => {
    expect([odd, bare].filter(labelTest(selector))).toEqual(selected);
  });

  it.each(['==', 'a in', 'a in b', 'a,,b', 'a b', 'a=b c', 'a in (b c)', '-a', 'a>x'])(
    '%j is refused',
    (selector) => {
      expect(() => labelTest(selector)).toThrow(expect.objectContaining({ code: 400 }));
    },
  );
});

import { describe, expect, it } from 'vitest';
import { PARENT_LABEL } from '../../src/api/labels.ts';
import type { OwnerReference } from '../../src/api/metadata.ts';
import { isRoot, owningExecution, rootLabel } from '../../src/api/ownership.ts';
import { execution } from '../support/objects.ts';

const owner = (parts: Partial<OwnerReference>): OwnerReference => ({
  apiVersion: 'kontinue.cloud/v1alpha1',
  kind: 'Execution',
  name: 'deploy',
  uid: 'uid-deploy',
  ...parts,
});

const owned = (...ownerReferences: OwnerReference[]) => ({
  metadata: { name: 'child', ownerReferences },
});

describe('owningExecution', () => {
  it('is the controller', () => {
    const controller = owner({ uid: 'controller', controller: true });
    expect(owningExecution(owned(owner({ uid: 'other' }), controller))).toBe(controller);
  });

  it('may lack the controller mark', () => {
    expect(owningExecution(owned(owner({})))?.uid).toBe('uid-deploy');
  });

  it('may be of another version of the group', () => {
    expect(owningExecution(owned(owner({ apiVersion: 'kontinue.cloud/v1' })))).toBeDefined();
  });

  it('is none of another kind or group', () => {
    const schedule = owner({ kind: 'ScheduledExecution', controller: true });
    const stranger = owner({ apiVersion: 'kontinue.cloud.example.org/v1', controller: true });
    expect(owningExecution(owned(schedule, stranger))).toBeUndefined();
    expect(owningExecution({ metadata: { name: 'child' } })).toBeUndefined();
  });

  it('is found beside a controller of another kind', () => {
    const schedule = owner({ kind: 'ScheduledExecution', controller: true });
    expect(owningExecution(owned(schedule, owner({ uid: 'it' })))?.uid).toBe('it');
  });
});

describe('isRoot', () => {
  it('holds for an execution that nothing of kind Execution owns', () => {
    expect(isRoot(execution())).toBe(true);
    expect(isRoot(owned(owner({ kind: 'ScheduledExecution' })))).toBe(true);
  });

  it('does not hold for a child', () => {
    expect(isRoot(execution({ name: 'child', parent: execution() }))).toBe(false);
  });

  it('does not hold for a child that has lost its owner references or its labels', () => {
    expect(isRoot(execution({ labels: { [PARENT_LABEL]: 'deploy' } }))).toBe(false);
    expect(isRoot(owned(owner({})))).toBe(false);
  });
});

describe('rootLabel', () => {
  it('names the root, on every descendant', () => {
    const root = execution({ name: 'root' });
    const child = execution({ name: 'child', parent: root });
    const grandchild = execution({ name: 'grandchild', parent: child });
    expect([root, child, grandchild].map(rootLabel)).toEqual([undefined, 'root', 'root']);
  });
});

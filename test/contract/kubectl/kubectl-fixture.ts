import type { TestUser } from '../../client/support/test-cluster.ts';
import { executionBody } from '../support/api-fixture.ts';
import { openPodFixture, type PodCluster, type PodFixture } from '../support/pod-fixture.ts';
import { Kubectl } from './kubectl-program.ts';

export interface KubectlFixture extends AsyncDisposable {
  readonly room: PodFixture;
  readonly kubectl: Kubectl;
}

/** A room, and kubectl in its namespace. */
export async function openKubectlFixture(
  ground: PodCluster,
  user: TestUser = 'admin',
): Promise<KubectlFixture> {
  const room = await openPodFixture(ground);
  const kubectl = new Kubectl(ground.kubeconfig(user), room.namespace);
  return {
    room,
    kubectl,
    async [Symbol.asyncDispose]() {
      await kubectl[Symbol.asyncDispose]();
      await room[Symbol.asyncDispose]();
    },
  };
}

/** An execution as a file for kubectl. */
export const manifest = (name: string, spec: object = {}) =>
  JSON.stringify({ ...executionBody(name), spec: { function: 'f', ...spec } });

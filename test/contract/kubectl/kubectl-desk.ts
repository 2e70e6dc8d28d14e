import type { GroundUser } from '../../client/support/ground.ts';
import { openPodRoom, type PodGround, type PodRoom } from '../support/pod-room.ts';
import { executionBody } from '../support/room.ts';
import { Kubectl } from './kubectl-program.ts';

export interface Desk extends AsyncDisposable {
  readonly room: PodRoom;
  readonly kubectl: Kubectl;
}

/** A room, and kubectl in its namespace. */
export async function openDesk(ground: PodGround, user: GroundUser = 'admin'): Promise<Desk> {
  const room = await openPodRoom(ground);
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

import type { Suspension } from '../../api/suspension.ts';
import type { InterventionOptions } from '../interventions/options.ts';
import { resumeSuspension } from '../interventions/resume.ts';
import { getSuspension } from '../kinds/suspensions.ts';
import type { CallOptions } from '../scope.ts';
import { Handle } from './handle.ts';

/** One suspension, by its name (ours). `Client.suspension` creates it and sends nothing. */
export class SuspensionHandle extends Handle {
  /** As `Client.getSuspension`. @throws NotFoundError if there is none. */
  get(options?: CallOptions): Promise<Suspension> {
    return getSuspension(this.scopeFor(options), this.namespace, this.name);
  }

  /** As `Client.resumeSuspension`. @throws AlreadyTerminalError; ConflictError; NotFoundError. */
  resume(options: InterventionOptions = {}): Promise<Suspension> {
    const { name, namespace } = this;
    return resumeSuspension(this.scopeFor(options), { metadata: { name, namespace } }, options);
  }
}

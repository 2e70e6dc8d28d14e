import type { Suspension } from '../../api/suspension.ts';
import type { InterventionOptions } from '../interventions/options.ts';
import { resumeSuspension } from '../interventions/resume.ts';
import { getSuspension } from '../kinds/suspensions.ts';
import { type CallOptions, callScope, type Scope } from '../scope.ts';

/** One suspension, by its name (ours). Made by `Client.suspension`; making one sends nothing. */
export class SuspensionHandle {
  /** Of the suspension. */
  readonly name: string;
  /** Of the suspension. */
  readonly namespace: string;
  readonly #scope: Scope;

  /** @internal */
  constructor(scope: Scope, name: string) {
    this.name = name;
    this.namespace = scope.namespace;
    this.#scope = scope;
  }

  /** As `Client.getSuspension`. @throws NotFoundError if there is none. */
  get(options?: CallOptions): Promise<Suspension> {
    return getSuspension(this.#for(options), this.namespace, this.name);
  }

  /** As `Client.resumeSuspension`. @throws AlreadyTerminalError; ConflictError; NotFoundError. */
  resume(options: InterventionOptions = {}): Promise<Suspension> {
    const { name, namespace } = this;
    return resumeSuspension(this.#for(options), { metadata: { name, namespace } }, options);
  }

  #for(options: CallOptions | undefined): Scope {
    return callScope(this.#scope, { ...options, namespace: this.namespace });
  }
}

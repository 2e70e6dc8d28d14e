import { type CallOptions, callScope, type Scope } from '../scope.ts';

/** One object, by its name: what the handles of all kinds have (ours). */
export abstract class Handle {
  /** Of the object. */
  readonly name: string;
  /** Of the object. */
  readonly namespace: string;
  readonly #scope: Scope;

  /** @internal */
  constructor(scope: Scope, name: string, namespace: string = scope.namespace) {
    this.name = name;
    this.namespace = namespace;
    this.#scope = scope;
  }

  /** The scope of one call, in the namespace of the object. */
  protected scopeFor(options: CallOptions | undefined): Scope {
    return callScope(this.#scope, { ...options, namespace: this.namespace });
  }
}

import type { Client } from '../client/client.ts';
import { KontinueError } from '../client/errors/kontinue-error.ts';
import type { Clock } from '../kube/clock.ts';
import type { CheckOutcome, InterventionRequest } from './core/actions/request.ts';
import type { ClusterEffect } from './core/effect.ts';
import { errorText } from './error-text.ts';
import { intervene } from './intervene.ts';
import type { Send } from './run.ts';

type Check = Extract<ClusterEffect, { kind: 'check' }>;

/** While the user types, a request is checked once it has stood for this long. */
const TYPING_MS = 150;

/** What dry runs are made with. */
export interface DryRunContext {
  readonly client: Client;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Who the server takes the user for, as far as it is known. */
  readonly user: () => string;
}

/** Asks the server whether it would accept what a dialog shows. Of several checks the newest counts. */
export class DryRuns {
  readonly #context: DryRunContext;
  #newest: Check | undefined;

  constructor(context: DryRunContext) {
    this.#context = context;
  }

  /** Makes the dry run, and tells what came of it; says nothing if a newer check came first. */
  async check(effect: Check, send: Send): Promise<void> {
    this.#newest = effect;
    const { id, revision, request } = effect;
    if (revision > 0) await this.#context.clock.sleep(TYPING_MS);
    if (this.#newest !== effect) return;
    send({ kind: 'interventionChecked', id, revision, outcome: await this.#try(request) });
  }

  async #try(request: InterventionRequest): Promise<CheckOutcome> {
    // What is below may be thousands of objects: a dialog does not ask about each whenever it opens.
    const asked = request.action === 'cancel' ? { ...request, descendants: false } : request;
    const { phase, attempt } = request.target;
    const options = { user: this.#context.user(), dryRun: true, expected: { phase, attempt } };
    try {
      const { warnings } = await intervene(this.#context.client, asked, options);
      return { kind: 'allowed', message: warnings.join('; ') };
    } catch (error) {
      const isUnsupported = error instanceof KontinueError && error.code === 'DryRunUnsupported';
      return { kind: isUnsupported ? 'unchecked' : 'refused', message: errorText(error) };
    }
  }
}

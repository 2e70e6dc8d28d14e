import type { Execution } from '../../api/execution.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import type { PatchOperation } from '../protocol/journal/patch.ts';
import { judgeConflict, type Ownership, readOwnership } from '../protocol/own.ts';
import { patchSeen, type Write } from '../protocol/write.ts';
import type { Api } from '../server/api.ts';
import { sortFailure } from '../server/failures.ts';
import { BrokenError, LeaseLostError, textOf } from './errors.ts';

/** An execution that this worker has, as its last accepted write left it. One write at a time. */
export class Held {
  readonly #api: Api;
  readonly #signal: AbortSignal;
  #own: Ownership;

  constructor(api: Api, own: Ownership, signal: AbortSignal) {
    this.#api = api;
    this.#own = own;
    this.#signal = signal;
  }

  get own(): Ownership {
    return this.#own;
  }

  /**
   * Sends a write until it is known whether the server took it. False where it must be decided again,
   * on a newer version.
   * @throws BrokenError if the server will never take it; LeaseLostError if the execution is not mine.
   */
  async send(write: Write, changes: readonly PatchOperation[] = []): Promise<boolean> {
    const sent = (this.#own.recorded?.writes ?? 0) + 1;
    const whole =
      write.verb === 'patchStatus' ? { ...write, patch: [...write.patch, ...changes] } : write;
    const backoff = this.#api.backoff();
    for (;;) {
      try {
        this.#own = readOwnership(await this.#api.send<Execution>(whole));
        return true;
      } catch (error) {
        this.#signal.throwIfAborted();
        switch (sortFailure(error)) {
          case 'gone':
            throw new LeaseLostError('the execution was deleted', { cause: error });
          case 'uncertain':
            return this.#judge(sent);
          case 'refused':
            // A patch that does not fit may have met another version.
            if (await this.#hasMoved()) return this.#judge(sent);
            throw new BrokenError(textOf(error), {
              cause: error,
            });
          case 'transient':
            await this.#api.core.clock.sleep(backoff.next(), this.#signal);
        }
      }
    }
  }

  /** Sends changes of the status alone. */
  sendChanges(changes: readonly PatchOperation[]): Promise<boolean> {
    return this.send(patchSeen('Execution', this.#own.execution, changes));
  }

  /** Reads until an answer comes. */
  async #read(): Promise<Execution | undefined> {
    const backoff = this.#api.backoff();
    for (;;) {
      try {
        return await this.#api.get<Execution>(EXECUTIONS, this.#own.execution.metadata.name);
      } catch (error) {
        this.#signal.throwIfAborted();
        sortFailure(error);
        await this.#api.core.clock.sleep(backoff.next(), this.#signal);
      }
    }
  }

  async #judge(sent: number): Promise<boolean> {
    const conflict = judgeConflict(this.#own, await this.#read(), sent);
    if (conflict.is === 'lost')
      throw new LeaseLostError('the execution has ended, or another worker has it');
    this.#own = conflict.own;
    return conflict.is === 'landed';
  }

  async #hasMoved(): Promise<boolean> {
    const fresh = await this.#read();
    return fresh?.metadata.resourceVersion !== this.#own.execution.metadata.resourceVersion;
  }
}

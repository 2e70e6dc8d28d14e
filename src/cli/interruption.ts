import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A command that was ended by a signal. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly exitCode: number;

  constructor(exitCode: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.exitCode = exitCode;
  }
}

/** The first interrupt of a command, as an AbortSignal. Another one ends the process as usual. */
export class Interruption {
  readonly #host: NodeJS.Process;
  readonly #controller = new AbortController();
  #code: number | undefined;

  constructor(host: NodeJS.Process) {
    this.#host = host;
    for (const name of SIGNALS) host.on(name, this.#interrupt);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The error of a command: an InterruptedError if a signal interrupted it. */
  explain(error: unknown): unknown {
    return this.#code === undefined ? error : new InterruptedError(this.#code, error);
  }

  /** Restores the default action of signals. */
  ignore(): void {
    for (const name of SIGNALS) this.#host.off(name, this.#interrupt);
  }

  #interrupt = (name: NodeJS.Signals): void => {
    this.ignore();
    // The exit code that shells use.
    this.#code = 128 + constants.signals[name];
    this.#controller.abort();
  };
}

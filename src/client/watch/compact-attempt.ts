import type { ExecutionAttempt } from '../../api/execution.ts';
import { type CompactInstant, compactInstant, instantText } from './compact-instant.ts';
import type { StringPool } from './string-pool.ts';

/** The end of an attempt, which many attempts share. */
interface Said {
  readonly phase: ExecutionAttempt['phase'] | undefined;
  readonly message: string | undefined;
}

/** One attempt, and the attempts before it. */
export class CompactAttempt {
  readonly #said: Said;
  readonly #started: CompactInstant;
  readonly #finished: CompactInstant;
  readonly #before: CompactAttempt | undefined;

  constructor(
    said: Said,
    started: CompactInstant,
    finished: CompactInstant,
    before: CompactAttempt | undefined,
  ) {
    this.#said = said;
    this.#started = started;
    this.#finished = finished;
    this.#before = before;
  }

  get phase(): ExecutionAttempt['phase'] | undefined {
    return this.#said.phase;
  }

  get message(): string | undefined {
    return this.#said.message;
  }

  get startedAt(): string | undefined {
    return instantText(this.#started);
  }

  get finishedAt(): string | undefined {
    return instantText(this.#finished);
  }

  /** The attempt before; not a property, so that readers of attempts do not see it. */
  static before(attempt: CompactAttempt): CompactAttempt | undefined {
    return attempt.#before;
  }

  /** The form of the wire. */
  toJSON(): unknown {
    const { phase, message, startedAt, finishedAt } = this;
    return { phase, message, startedAt, finishedAt };
  }
}

/** Attempts, oldest first, as the chain that ends with the newest. */
export function packedAttempts(
  attempts: readonly ExecutionAttempt[],
  pool: StringPool,
): CompactAttempt | undefined {
  let newest: CompactAttempt | undefined;
  for (const { phase, message, startedAt, finishedAt } of attempts) {
    newest = new CompactAttempt(
      pool.part<Said>({ phase, message }),
      compactInstant(startedAt),
      compactInstant(finishedAt),
      newest,
    );
  }
  return newest;
}

/** The chain as attempts, oldest first. */
export function unpackedAttempts(newest: CompactAttempt | undefined): CompactAttempt[] {
  const attempts: CompactAttempt[] = [];
  for (let own = newest; own; own = CompactAttempt.before(own)) attempts.push(own);
  return attempts.reverse();
}

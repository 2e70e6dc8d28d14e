import { sameAttempt } from '../../api/attempts.ts';
import type {
  Execution,
  ExecutionAttempt,
  ExecutionProgress,
  ExecutionStatus,
} from '../../api/execution.ts';
import type { ObjectMeta } from '../../api/metadata.ts';
import type { Phase } from '../../api/phase.ts';
import { CompactAttempt, packedAttempts, unpackedAttempts } from './compact-attempt.ts';
import { type CompactInstant, compactInstant, instantText } from './compact-instant.ts';
import { type CompactUid, compactUid, uidText } from './compact-uid.ts';
import { LEFT_OUT, type LeftOut } from './provenance.ts';
import { slimExecution } from './slim.ts';
import type { StringPool } from './string-pool.ts';
import { isWellFormed, type WellFormedExecution } from './well-formed.ts';

/**
 * An execution in less than a fifth of the space, for a program that watches thousands: the fields
 * that lists and trees show, without annotations, arguments, state and result. An execution with
 * unusual fields is only slimmed.
 */
export function compactExecution(raw: unknown, pool: StringPool): Execution | undefined {
  if (!isWellFormed(raw)) return slimExecution(raw, pool);
  // Its accessors return undefined for absent fields, which readers treat the same.
  return new CompactExecution(raw, pool) as Execution;
}

/** The fields that most executions share with others of their function or parent. */
interface Common {
  readonly apiVersion: Execution['apiVersion'];
  readonly kind: Execution['kind'];
  readonly namespace: ObjectMeta['namespace'];
  readonly labels: ObjectMeta['labels'];
  readonly ownerReferences: ObjectMeta['ownerReferences'];
  /** Without arguments. */
  readonly spec: Execution['spec'];
}

/** The fields that most executions of a worker share at the same step. */
interface Run {
  readonly phase: Phase | undefined;
  /** Of its progress. */
  readonly max: number | undefined;
  readonly workerName: ExecutionStatus['workerName'];
  readonly resumptions: ExecutionStatus['resumptions'];
  readonly retries: ExecutionStatus['retries'];
  readonly retriedAt: ExecutionStatus['retriedAt'];
  /** Whether the last attempt equals the status, and so is not kept. */
  readonly lastIsStatus: boolean;
}

/**
 * It is its own metadata and its own status, which saves two objects for each of ten thousand
 * executions.
 */
class CompactExecution {
  readonly name: string;
  readonly message: string | undefined;
  readonly #uid: CompactUid;
  readonly #common: Common;
  readonly #run: Run;
  /** A number if its digits are the whole text. */
  readonly #version: string | number | undefined;
  readonly #created: CompactInstant;
  readonly #started: CompactInstant;
  readonly #finished: CompactInstant;
  readonly #current: number | undefined;
  readonly #attempts: CompactAttempt | undefined;

  constructor({ apiVersion, kind, metadata, spec, status }: WellFormedExecution, pool: StringPool) {
    const { namespace, labels, ownerReferences } = metadata;
    const { arguments: _, ...kept } = spec;
    const { phase, progress, workerName, resumptions, retries, retriedAt, attempts = [] } = status;
    const last = attempts.at(-1);
    const lastIsStatus = last !== undefined && sameAttempt(last, status);
    this.name = metadata.name;
    this.#uid = compactUid(metadata.uid);
    this.message = pool.text(status.message);
    this.#common = pool.part<Common>({
      apiVersion,
      kind,
      namespace,
      labels,
      ownerReferences,
      spec: kept,
    });
    this.#run = pool.part<Run>({
      phase,
      max: progress?.max,
      workerName,
      resumptions,
      retries,
      retriedAt,
      lastIsStatus,
    });
    this.#version = compactVersion(metadata.resourceVersion);
    this.#created = compactInstant(metadata.creationTimestamp);
    this.#started = compactInstant(status.startedAt);
    this.#finished = compactInstant(status.finishedAt);
    this.#current = progress?.current;
    this.#attempts = packedAttempts(lastIsStatus ? attempts.slice(0, -1) : attempts, pool);
  }

  get uid(): string | undefined {
    return uidText(this.#uid);
  }

  get apiVersion() {
    return this.#common.apiVersion;
  }

  get kind() {
    return this.#common.kind;
  }

  get metadata() {
    return this;
  }

  get spec() {
    return this.#common.spec;
  }

  get status() {
    return this;
  }

  get namespace() {
    return this.#common.namespace;
  }

  get labels() {
    return this.#common.labels;
  }

  get ownerReferences() {
    return this.#common.ownerReferences;
  }

  get resourceVersion(): string | undefined {
    return this.#version === undefined ? undefined : String(this.#version);
  }

  get creationTimestamp(): string | undefined {
    return instantText(this.#created);
  }

  get phase(): Phase | undefined {
    return this.#run.phase;
  }

  get workerName() {
    return this.#run.workerName;
  }

  get resumptions() {
    return this.#run.resumptions;
  }

  get retries() {
    return this.#run.retries;
  }

  get retriedAt() {
    return this.#run.retriedAt;
  }

  get startedAt(): string | undefined {
    return instantText(this.#started);
  }

  get finishedAt(): string | undefined {
    return instantText(this.#finished);
  }

  get progress(): ExecutionProgress | undefined {
    const [current, max] = [this.#current, this.#run.max];
    if (current === undefined && max === undefined) return undefined;
    return { ...(current !== undefined && { current }), ...(max !== undefined && { max }) };
  }

  get attempts(): readonly ExecutionAttempt[] {
    const attempts = unpackedAttempts(this.#attempts);
    if (this.#run.lastIsStatus) {
      attempts.push(new CompactAttempt(this, this.#started, this.#finished, undefined));
    }
    return attempts as readonly ExecutionAttempt[];
  }

  /** It does not know whether there is a result. */
  get [LEFT_OUT](): LeftOut {
    return 'result';
  }

  /** The form of the wire. */
  toJSON(): unknown {
    const { apiVersion, kind, name, namespace, uid, resourceVersion, creationTimestamp } = this;
    const { labels, ownerReferences, spec, phase, message, workerName, startedAt, finishedAt } =
      this;
    const { attempts, progress, resumptions, retries, retriedAt } = this;
    const named = { name, namespace, uid, resourceVersion, creationTimestamp };
    const run = { phase, message, workerName, startedAt, finishedAt, attempts, progress };
    return {
      apiVersion,
      kind,
      metadata: { ...named, labels, ownerReferences },
      spec,
      status: { ...run, resumptions, retries, retriedAt },
    };
  }
}

function compactVersion(text: string | undefined): string | number | undefined {
  const number = Number(text);
  return String(number) === text ? number : text;
}

import type { Execution } from '../../api/execution.ts';
import type { ObjectMeta } from '../../api/metadata.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { ExecutionTree } from '../../api/tree.ts';
import { assertSame } from '../assert-same.ts';
import { getExecution } from '../executions/get.ts';
import { parseResult, type ResultSchema } from '../executions/parse-result.ts';
import { waitForExecution } from '../executions/wait.ts';
import { cancelExecution } from '../interventions/cancel.ts';
import { type CascadeOutcome, cancelDescendants } from '../interventions/cascade.ts';
import type {
  CancelOptions,
  ResumeOptions,
  RetryOptions,
  SkipOptions,
} from '../interventions/options.ts';
import { resumeExecution } from '../interventions/resume.ts';
import { retryExecution } from '../interventions/retry.ts';
import { skipExecution } from '../interventions/skip.ts';
import { type EventRecord, recordEvent } from '../record-event.ts';
import type { CallOptions, Scope } from '../scope.ts';
import { getChildExecutions } from '../trees/children.ts';
import { getTree } from '../trees/get-tree.ts';
import { type TreeWatcher, watchTree } from '../trees/tree-watcher.ts';
import { Handle } from './handle.ts';

/** How the result of an execution is read (ours). */
export interface ResultOptions<T> extends CallOptions {
  /** Checks the result. Default: the result is not checked. */
  readonly schema?: ResultSchema<T> | undefined;
}

/**
 * One execution, by its name: what a client can do with it without having the object (ours).
 * `Client.execution` creates it and sends nothing.
 *
 * A handle of a name means the execution that has the name when a method is called. A handle of an
 * object means exactly that execution: another one under its name is a ConflictError.
 *
 * @example
 * const deploy = client.execution('deploy-7');
 * await deploy.cancel({ message: 'Deployment aborted' });
 * console.log((await deploy.get()).status?.phase);
 */
export class ExecutionHandle extends Handle {
  readonly #uid: string | undefined;

  /** @internal */
  constructor(scope: Scope, target: string | Execution) {
    const metadata: ObjectMeta = typeof target === 'string' ? { name: target } : target.metadata;
    super(scope, metadata.name, metadata.namespace || scope.namespace);
    this.#uid = metadata.uid;
  }

  /** As `Client.get`. @throws NotFoundError; ArchiveCorruptError; ConflictError. */
  async get(options?: CallOptions): Promise<Execution> {
    const execution = await getExecution(this.scopeFor(options), this.namespace, this.name);
    assertSame('Execution', execution, this.#uid);
    return execution;
  }

  /** Waits for its end, as `Client.waitForExecution`. @throws NotFoundError; ConflictError. */
  wait(options?: CallOptions): Promise<Execution> {
    return waitForExecution(this.scopeFor(options), this.#target());
  }

  /**
   * Waits for its end and reads its result, as `Client.execute` does; undefined if it is Completed
   * or Skipped without a result.
   * @throws ResultUnavailableError, with the execution, if it failed or was canceled; NotFoundError.
   */
  async result<T>(options: ResultOptions<T> = {}): Promise<T | undefined> {
    const ended = await this.wait(options);
    return options.schema ? parseResult(ended, options.schema) : parseResult<T>(ended);
  }

  /** Its direct children, as `Client.getChildExecutions`. @throws NotFoundError; ConflictError. */
  children(options?: CallOptions): Promise<readonly Execution[]> {
    return getChildExecutions(this.scopeFor(options), this.namespace, this.name, this.#uid);
  }

  /** Its tree, as `Client.getTree`. @throws NotFoundError; ConflictError. */
  async tree(options?: CallOptions): Promise<ExecutionTree> {
    const tree = await getTree(this.scopeFor(options), this.namespace, this.name);
    assertSame('Execution', tree.root().object, this.#uid);
    return tree;
  }

  /**
   * Follows its tree until the watcher is stopped, as `Client.watchTree`. It follows the name, even
   * for a handle of an object.
   * @throws NotFoundError.
   */
  watch(options?: CallOptions): Promise<TreeWatcher> {
    return watchTree(this.scopeFor(options), this.namespace, this.name);
  }

  /** As `Client.cancel`. @throws AlreadyTerminalError if it has ended; ConflictError; NotFoundError. */
  cancel(options: CancelOptions = {}): Promise<Execution> {
    return cancelExecution(this.scopeFor(options), this.#target(), options);
  }

  /** As `Client.cancelDescendants`. @throws NotFoundError if it is gone; ConflictError. */
  cancelDescendants(options: CancelOptions = {}): Promise<CascadeOutcome> {
    return cancelDescendants(this.scopeFor(options), this.#target(), options);
  }

  /** As `Client.skip`. @throws AlreadyTerminalError if it has ended; ConflictError; NotFoundError. */
  skip(options: SkipOptions = {}): Promise<Execution> {
    return skipExecution(this.scopeFor(options), this.#target(), options);
  }

  /** As `Client.retryExecution`. @throws NotRetryableError; ConflictError; NotFoundError. */
  retry(options: RetryOptions = {}): Promise<Execution> {
    return retryExecution(this.scopeFor(options), this.#target(), options);
  }

  /** As `Client.resumeExecution`. @throws AlreadyTerminalError; ConflictError; NotFoundError. */
  resume(options: ResumeOptions = {}): Promise<Suspension[]> {
    return resumeExecution(this.scopeFor(options), this.#target(), options);
  }

  /**
   * Creates an Event about it, as `Client.recordEvent`. Returns false if the user may not create
   * Events.
   */
  recordEvent(record: EventRecord): Promise<boolean> {
    return recordEvent(this.scopeFor(record), this.#target(), record);
  }

  /**
   * The execution for the functions above, which read everything but its metadata from the server.
   */
  #target(): Execution {
    const { name, namespace } = this;
    const uid = this.#uid;
    return { metadata: { name, namespace, ...(uid && { uid }) }, spec: { function: '' } };
  }
}

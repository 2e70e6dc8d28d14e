import { attemptsAllowed, firstStartedAt } from '../../api/attempts.ts';
import { withFunctionDefaults } from '../../api/defaults.ts';
import { parseDuration } from '../../api/duration.ts';
import type { Execution, ExecutionStatus, Json } from '../../api/execution.ts';
import { parseInstant } from '../../api/instant.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import type { Stored } from '../object.ts';
import { PendingItems, type Tools } from './pending-items.ts';
import type { Gather, ScriptedFunction, Step, Work } from './script.ts';
import { type Changes, closedAttempts, endExecution, moveExecution } from './state.ts';
import { Timers } from './timers.ts';
import type { Workers } from './workers.ts';

/** One attempt under way: its script, and what it does to the execution. */
export class Run {
  readonly #tools: Tools & { readonly workers: Workers };
  readonly #execution: Stored<Execution>;
  readonly #function: ScriptedFunction;
  readonly #timers: Timers;
  readonly #steps: Generator<Step, Json, readonly Json[]>;
  #gathering: PendingItems | undefined;
  #step: Gather | undefined;
  #asked = 0;
  #disarm: () => void = () => {};
  #stopped = false;

  constructor(
    tools: Tools & { readonly workers: Workers },
    execution: Stored<Execution>,
    fn: ScriptedFunction,
  ) {
    this.#tools = tools;
    this.#execution = execution;
    this.#function = fn;
    this.#timers = new Timers(tools.grounds.clock);
    this.#steps = fn.script({
      name: execution.metadata.name,
      argument: (name) => text(this.#spec().arguments?.[name]),
      attempt: execution.status?.attempts?.length ?? 1,
      startedAt: tools.grounds.clock.now(),
      random: tools.random,
    });
  }

  start(): void {
    this.#say('info', 'attempt started');
    this.#armAttempt();
    this.#armOverall();
    this.#go(() => this.#steps.next([]));
  }

  /** What it made under this name has ended. */
  wake(name?: string): void {
    if (this.#gathering) this.#check(name);
  }

  stop(): void {
    this.#stopped = true;
    this.#gathering = undefined;
    this.#timers.stop();
  }

  #go(next: () => IteratorResult<Step, Json>): void {
    if (this.#stopped) return;
    let result: IteratorResult<Step, Json>;
    try {
      result = next();
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (result.done) this.#complete(result.value);
    else if (result.value.kind === 'work') this.#work(result.value);
    else this.#gather(result.value);
  }

  #work({ milliseconds, message, progress, log }: Work): void {
    if (log !== undefined) this.#say('info', log);
    this.#move({
      ...(message !== undefined && { message }),
      ...(progress && { progress: { current: progress[0], max: progress[1] } }),
    });
    this.#timers.after(milliseconds, () => this.#go(() => this.#steps.next([])));
  }

  #gather(step: Gather): void {
    const { message, progress, items } = step;
    this.#step = step;
    this.#gathering = new PendingItems(this.#tools, this.#execution, step, this.#asked);
    this.#asked += items.length;
    this.#move({
      ...(message !== undefined && { message }),
      ...(progress && { progress: { current: progress[0], max: progress[1] } }),
    });
    this.#check();
    // What was made by an earlier attempt may have answered already.
    if (this.#gathering && items.length === 1 && this.#step === step) {
      this.#move({ phase: 'Suspended' });
    }
  }

  #check(name?: string): void {
    const [gathering, step] = [this.#gathering, this.#step];
    if (!gathering || !step) return;
    const before = gathering.ended;
    let over: boolean;
    try {
      over = gathering.check((milliseconds) => {
        this.#timers.after(milliseconds, () => this.wake());
      }, name);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (step.progress && gathering.ended > before) {
      const [current, max] = step.progress;
      this.#move({ progress: { current: current + gathering.ended, max } });
    }
    if (!over) return;
    this.#gathering = undefined;
    this.#pickUp();
    const [failure] = gathering.failures;
    this.#go(() =>
      failure === undefined || step.tolerant
        ? this.#steps.next(gathering.results)
        : this.#steps.throw(new Error(failure)),
    );
  }

  /** Goes on after it was suspended. */
  #pickUp(): void {
    const now = this.#now();
    if (!now || phaseOf(now) !== 'Suspended') return;
    this.#move({ phase: 'Executing', resumptions: (now.status?.resumptions ?? 0) + 1 });
    this.#armAttempt();
  }

  #complete(result: Json): void {
    const now = this.#now();
    this.stop();
    if (!now) return;
    this.#say('info', 'completed');
    const { max } = now.status?.progress ?? {};
    const progress = max === undefined ? {} : { progress: { current: max, max } };
    endExecution(this.#storage, now, { phase: 'Completed', result, ...progress });
  }

  /** Ends the attempt; with retries left another follows after the backoff. */
  #fail(why: unknown, { final = false } = {}): void {
    const now = this.#now();
    this.stop();
    if (!now) return;
    const message = why instanceof Error ? why.message : String(why);
    this.#say('error', message);
    const attempts = closedAttempts(now, 'Failed', message, this.#tools.grounds.clock.now());
    const left = attemptsAllowed(now, this.#function.defaults) - attempts.length;
    if (final || left <= 0) endExecution(this.#storage, now, { phase: 'Failed', message });
    else moveExecution(this.#storage, now, { phase: 'Backoff', message, attempts });
  }

  #armAttempt(): void {
    this.#disarm();
    const { attempt } = this.#spec().timeout ?? {};
    const limit = parseDuration(attempt);
    if (limit === undefined) return;
    this.#disarm = this.#timers.after(limit, () =>
      this.#fail(new Error(`attempt timed out after ${attempt}`)),
    );
  }

  #armOverall(): void {
    const { overall } = this.#spec().timeout ?? {};
    const limit = parseDuration(overall);
    if (limit === undefined) return;
    const now = this.#tools.grounds.clock.now();
    const retriedAt = parseInstant(this.#execution.status?.retriedAt);
    const from = retriedAt ?? firstStartedAt(this.#execution) ?? now;
    this.#timers.after(from + limit - now, () =>
      this.#fail(new Error(`timed out after ${overall}`), { final: true }),
    );
  }

  #move(changes: Changes<ExecutionStatus>): void {
    const now = Object.keys(changes).length > 0 ? this.#now() : undefined;
    if (now) moveExecution(this.#storage, now, changes);
  }

  /** The execution as it is, while it is this run's to write. */
  #now(): Stored<Execution> | undefined {
    const { namespace, name, uid } = this.#execution.metadata;
    const now = this.#storage.get<Execution>(EXECUTIONS, namespace, name);
    return now?.metadata.uid === uid && !isTerminal(phaseOf(now)) ? now : undefined;
  }

  #say(level: 'info' | 'error', message: string): void {
    const { namespace = '', name } = this.#execution.metadata;
    const { attempts = [] } = this.#execution.status ?? {};
    const { function: fn } = this.#execution.spec;
    const line = [
      `level=${level}`,
      `msg=${JSON.stringify(message)}`,
      `execution=${name}`,
      `function=${fn}`,
      `attempt=${attempts.length}`,
    ];
    const { workerName = '' } = this.#now()?.status ?? {};
    this.#tools.workers.say(namespace, workerName, line.join(' '));
  }

  #spec() {
    return withFunctionDefaults(this.#execution.spec, this.#function.defaults);
  }

  get #storage() {
    return this.#tools.grounds.storage;
  }
}

function text(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import type { ExecutionRetry, Json } from '../../api/execution.ts';
import type { FunctionArgument, FunctionDefaults } from '../../api/function.ts';
import type { Random } from './random.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A function as the workers of a world know it: what is published, and what it does. */
export interface ScriptedFunction {
  readonly name: string;
  /** Default `default`. */
  readonly group?: string;
  readonly description: string;
  readonly arguments?: readonly FunctionArgument[];
  readonly defaults?: FunctionDefaults;
  readonly script: Script;
}

/** One attempt of an execution, as its script sees it. */
interface Call {
  readonly name: string;
  /** An argument as text; one that was left out is empty. */
  readonly argument: (name: string) => string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly startedAt: number;
  readonly random: Random;
}

/**
 * What a function does: steps, one after another, then its result. What it throws ends the attempt.
 * Each attempt runs it from the beginning; what it made before answers again (contract: What a worker
 * owes).
 */
type Script = (call: Call) => Generator<Step, Json, readonly Json[]>;

export type Step = Work | Gather;

/** Works for a while, saying how far it is. */
export interface Work {
  readonly kind: 'work';
  readonly milliseconds: number;
  readonly message?: string;
  readonly progress?: Progress;
  /** A line for the worker's log. */
  readonly log?: string;
}

export type Progress = readonly [current: number, max: number];

/**
 * Starts items and waits for all of them: their results are what the step answers. Waiting for one
 * alone suspends the execution; who gathers several goes on executing.
 */
export interface Gather {
  readonly kind: 'gather';
  readonly items: readonly Item[];
  /** How many run at the same time. Default all. */
  readonly atOnce?: number;
  /** Each item that ends moves the progress on, from here. */
  readonly progress?: Progress;
  readonly message?: string;
  /** Whether an item that fails answers null, instead of failing the attempt when all have ended. */
  readonly tolerant?: boolean;
}

/** Something an execution makes and waits for. Without a name it is called by its number. */
export type Item = (ChildItem | JobItem | SleepItem | ApprovalItem) & {
  readonly name?: string;
  /** Starts only so long after the step did. */
  readonly delay?: number;
};

interface ChildItem {
  readonly kind: 'execution';
  readonly function: string;
  readonly arguments?: Readonly<Record<string, Json>>;
  readonly retry?: ExecutionRetry;
}

export interface JobItem {
  readonly kind: 'job';
  readonly image: string;
  /** How long its pod runs. */
  readonly takes: number;
  /** What it writes, spread over that time. */
  readonly lines: readonly string[];
  /** Ends with exit code 1. */
  readonly fails?: boolean;
}

interface SleepItem {
  readonly kind: 'sleep';
  readonly milliseconds: number;
  readonly message?: string;
}

/** Waits for a user. */
interface ApprovalItem {
  readonly kind: 'approval';
  readonly message: string;
  /** When a colleague grants it, if no other user did. Absent: it waits. */
  readonly grantedAfter?: number;
}

/** A step of work. */
export function work(
  milliseconds: number,
  message?: string,
  progress?: Progress,
  log?: string,
): Work {
  return {
    kind: 'work',
    milliseconds,
    ...(message !== undefined && { message }),
    ...(progress !== undefined && { progress }),
    ...(log !== undefined && { log }),
  };
}

/** A step that waits for one thing. */
export function waitFor(item: Item, message?: string): Gather {
  return { kind: 'gather', items: [item], ...(message !== undefined && { message }) };
}

/** A step that waits for several things. */
export function gather(
  items: readonly Item[],
  options: Omit<Gather, 'kind' | 'items'> = {},
): Gather {
  return { kind: 'gather', items, ...options };
}

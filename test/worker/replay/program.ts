import fc from 'fast-check';
import type { Json } from '../../../src/api/execution.ts';
import type { Operations } from '../../../src/worker/replay/asks.ts';
import type { Request } from '../../../src/worker/replay/request.ts';

/** A function as data, so that it can be drawn, shrunk and changed. */
export type Program =
  | {
      readonly do: 'ask';
      readonly kind: Request['kind'];
      readonly named: boolean;
      readonly id: number;
    }
  | {
      readonly do: 'group';
      readonly count: number;
      readonly isSettled: boolean;
      readonly atOnce: number;
    }
  | { readonly do: 'now' | 'random' | 'uuid' }
  | { readonly do: 'ticks'; readonly count: number }
  | { readonly do: 'patched'; readonly id: number; readonly next: Program }
  | {
      readonly do: 'sequence' | 'all' | 'race' | 'any' | 'settled';
      readonly parts: readonly Program[];
    }
  | { readonly do: 'catch'; readonly part: Program; readonly next: Program }
  | { readonly do: 'branch'; readonly part: Program; readonly even: Program; readonly odd: Program }
  | { readonly do: 'leave'; readonly part: Program; readonly next: Program };

const HASH = '0000000a';
const UNTIL = '2026-01-01T00:00:00Z';

/** Programs of children, sleeps, approvals, jobs and steps, in order, side by side, and racing. */
export const arbitraryProgram: fc.Arbitrary<Program> = fc.letrec<{ program: Program }>((tie) => {
  const parts = fc.array(tie('program'), { minLength: 1, maxLength: 4 });
  const part = tie('program');
  const kind = fc.constantFrom(
    'execution',
    'execution',
    'sleep',
    'suspension',
    'job',
    'pod',
    'step',
  );
  return {
    program: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'program' },
      fc.record({ do: fc.constant('ask'), kind, named: fc.boolean(), id: fc.nat(1_000_000) }),
      fc.record({ do: fc.constant('sequence'), parts }),
      fc.record({ do: fc.constantFrom('all', 'race', 'any', 'settled'), parts }),
      fc.record({ do: fc.constant('catch'), part, next: part }),
      fc.record({ do: fc.constant('branch'), part, even: part, odd: part }),
      fc.record({ do: fc.constant('leave'), part, next: part }),
      fc.record({ do: fc.constant('ticks'), count: fc.integer({ min: 1, max: 50 }) }),
      fc.record({ do: fc.constant('patched'), id: fc.nat(3), next: part }),
      fc.record({
        do: fc.constant('group'),
        count: fc.integer({ min: 2, max: 4 }),
        isSettled: fc.boolean(),
        atOnce: fc.integer({ min: 1, max: 4 }),
      }),
      fc.record({ do: fc.constantFrom('now', 'random', 'uuid') }),
    ) as fc.Arbitrary<Program>,
  };
}).program;

/** Runs a program as the body of a function. */
export async function interpret(program: Program, operations: Operations): Promise<Json> {
  const run = (part: Program) => interpret(part, operations);
  switch (program.do) {
    case 'ask':
      return operations.ask(requestOf(program.kind, program.named ? `n${program.id}` : undefined));
    case 'group': {
      const { count, isSettled, atOnce } = program;
      const member = { kind: 'execution', function: 'many', hash: HASH } as const;
      const requests = Array.from({ length: count }, () => member);
      const outcomes = await operations.askAll(requests, { isSettled, atOnce });
      return outcomes.map((outcome) => ('value' in outcome ? outcome.value : outcome.message));
    }
    case 'now':
    case 'random':
    case 'uuid':
      return operations[program.do]();
    case 'ticks':
      for (let tick = 0; tick < program.count; tick += 1) await Promise.resolve();
      return program.count;
    case 'patched':
      return operations.patched(`p${program.id}`) ? run(program.next) : null;
    case 'sequence': {
      const results: Json[] = [];
      for (const part of program.parts) results.push(await run(part));
      return results;
    }
    case 'all':
      return Promise.all(program.parts.map(run));
    case 'race':
      return Promise.race(program.parts.map(run));
    case 'any':
      return Promise.any(program.parts.map(run));
    case 'settled':
      return (await Promise.allSettled(program.parts.map(run))).map(({ status }) => status);
    case 'catch':
      return run(program.part).catch(() => run(program.next));
    case 'branch':
      return JSON.stringify(await run(program.part)).length % 2 === 0
        ? run(program.even)
        : run(program.odd);
    case 'leave': {
      const left = run(program.part);
      left.catch(() => {});
      return [await run(program.next)];
    }
  }
}

function requestOf(kind: Request['kind'], name: string | undefined): Request {
  const named = name === undefined ? {} : { name };
  switch (kind) {
    case 'execution':
      return { kind, function: 'work', hash: HASH, ...named };
    case 'sleep':
      return { kind, until: UNTIL, ...named };
    case 'suspension':
      return { kind, ...named };
    case 'job':
    case 'pod':
      return { kind, hash: HASH, ...named };
    case 'step':
      return { kind, name: name ?? 'unnamed-step' };
  }
}

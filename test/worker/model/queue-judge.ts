import type { Execution } from '../../../src/api/execution.ts';
import { lockQueue } from '../../../src/worker/protocol/locks/queue.ts';

/** Asks who may try to take a lock next: creation decides, whatever the order of arrival. */
export function judgeQueue(): string | undefined {
  const wanting = [
    execution('c', 3),
    execution('b', 1),
    execution('a', 1),
    execution('down', 0),
    execution('has', 0),
    execution('over', 0, 'Canceled'),
  ];
  const queue = lockQueue({
    wanting,
    having: new Set(['has']),
    isServed: ({ metadata }) => metadata.name !== 'down',
  }).map(({ metadata }) => metadata.name);
  return queue.join(' ') === 'a b c' ? undefined : `the queue of a mutex was ${queue.join(' ')}`;
}

function execution(name: string, second: number, phase = 'Pending'): Execution {
  const creationTimestamp = `2026-01-01T00:00:0${second}Z`;
  return {
    metadata: { name, uid: name, creationTimestamp },
    spec: { function: 'f' },
    status: { phase },
  };
}

import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { Client } from '../../../src/client/client.ts';
import { ForbiddenError } from '../../../src/client/errors/access-errors.ts';
import { AbortedError, DisconnectedError } from '../../../src/client/errors/call-errors.ts';
import { PrunedError } from '../../../src/client/errors/content-errors.ts';
import { ConflictError, NotFoundError } from '../../../src/client/errors/object-errors.ts';
import { KubeError } from '../../../src/kube/errors.ts';
import type { Request } from '../../../src/kube/http/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { execution } from '../../support/objects.ts';
import { recorder } from '../support/recorder.ts';
import { rejection } from '../support/rejection.ts';

const STATUS = /\/status$/;

/** What happens to the n-th PATCH, counted from 1: answered, answered otherwise, or failed. */
type PatchScript = (patch: number, request: Request, server: Server) => unknown;

/** An API server that holds one execution and does merge patches on it, unless told otherwise. */
class Server {
  stored: Execution;
  /** Whether the status is a subresource. */
  hasStatus = true;
  patches = 0;
  readonly transport = recorder((request) => this.#answer(request));
  readonly #script: PatchScript;

  constructor(stored: Execution, script: PatchScript = () => undefined) {
    this.stored = versioned(stored, 1);
    this.#script = script;
  }

  get patchRequests(): readonly Request[] {
    return this.transport.requests.filter(({ method }) => method === 'PATCH');
  }

  /** Takes a merge patch in. */
  apply({ body }: Request): Execution {
    const patch = body as Partial<Execution>;
    const status = { ...this.stored.status, ...patch.status };
    const kept = Object.entries(status).filter(([, value]) => value !== null);
    const spec = { ...this.stored.spec, ...patch.spec };
    const next = Number(this.stored.metadata.resourceVersion) + 1;
    this.stored = versioned({ ...this.stored, spec, status: Object.fromEntries(kept) }, next);
    return this.stored;
  }

  #answer(request: Request): unknown {
    const { method, path } = request;
    if (method === 'GET' && path.endsWith('/v1alpha1')) {
      const status = this.hasStatus ? [{ name: 'executions/status' }] : [];
      return { resources: [{ name: 'executions' }, ...status] };
    }
    if (method === 'GET') return this.stored;
    if (STATUS.test(path) && !this.hasStatus) throw new KubeError('NotServed', 'no such path');
    this.patches += 1;
    return this.#script(this.patches, request, this) ?? this.apply(request);
  }
}

function versioned(object: Execution, version: number): Execution {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}

function clientOf(server: Server, options: { clock?: FakeClock; random?: () => number } = {}) {
  return Client.from(server.transport, { namespace: 'payments', random: () => 0, ...options });
}

const OPEN = execution({ phase: 'Executing' });
const FAILED = execution({ phase: 'Failed' });

describe('the write of an intervention', () => {
  test('says who it is by, goes before background work, and carries the version it is made on', async () => {
    const server = new Server(OPEN);
    await clientOf(server).cancel(OPEN);
    const [read, write] = server.transport.requests;
    expect(read).toMatchObject({ method: 'GET', priority: 'interactive' });
    expect(write).toMatchObject({
      method: 'PATCH',
      path: '/apis/kontinue.cloud/v1alpha1/namespaces/payments/executions/deploy/status',
      query: { fieldManager: 'kontinue', dryRun: undefined },
      contentType: 'application/merge-patch+json',
      body: { metadata: { resourceVersion: '1' } },
      priority: 'interactive',
    });
  });

  test('waits 20 to 100 ms before each of five tries', async () => {
    const clock = new FakeClock();
    const server = new Server(OPEN, () => {
      throw new KubeError('Conflict', 'newer');
    });
    const chances = [0, 0.25, 0.5, 1];
    const failed = rejection(
      clientOf(server, { clock, random: () => chances.shift() ?? 0 }).cancel(OPEN),
      Error,
    );
    for (let i = 0; i < 4; i += 1) {
      await expect.poll(() => clock.isSleeping).toBe(true);
      await clock.skipSleep();
    }
    expect((await failed).message).toContain('5 tries');
    expect(clock.sleeps).toEqual([20, 40, 60, 100]);
    expect(clock.pending).toBe(0);
  });

  test('is ended by its signal while it waits', async () => {
    const clock = new FakeClock();
    const server = new Server(OPEN, () => {
      throw new KubeError('Conflict', 'newer');
    });
    const ending = new AbortController();
    const { signal } = ending;
    const aborted = rejection(clientOf(server, { clock }).cancel(OPEN, { signal }), AbortedError);
    await expect.poll(() => clock.isSleeping).toBe(true);
    ending.abort('enough');
    expect((await aborted).cause).toBe('enough');
    expect(server.patches).toBe(1);
  });

  test.each([
    ['a conflict', 'Conflict', 'none'],
    ['a lost answer', 'Disconnected', 'unknown'],
  ] as const)('is ended by close while it waits after %s', async (_, code, outcome) => {
    const clock = new FakeClock();
    const server = new Server(OPEN, () => {
      throw new KubeError(code, 'failed', { outcome });
    });
    const client = clientOf(server, { clock });
    const aborted = rejection(client.cancel(OPEN), AbortedError);
    await expect.poll(() => clock.isSleeping).toBe(true);
    await client.close();
    const error = await aborted;
    expect(error.message).toContain('writing to execution payments/deploy was stopped');
    expect(error.message).toContain('the client was closed');
    expect(error.outcome).toBe(outcome);
    expect(error.object).toMatchObject({ name: 'deploy' });
    expect(server.patches).toBe(1);
    expect(clock.pending).toBe(0);
  });

  test('is a dry run in both halves, each on what is really there', async () => {
    const server = new Server(FAILED, (_, request, { stored }) => ({
      ...stored,
      ...(request.body as object),
      metadata: { ...stored.metadata, generation: 9 },
    }));
    const options = { childPolicy: 'RetryAll', dryRun: true } as const;
    await clientOf(server).retryExecution(FAILED, options);
    expect(server.patchRequests).toHaveLength(2);
    for (const request of server.patchRequests) {
      expect(request.query).toMatchObject({ dryRun: 'All' });
      expect(request.body).toMatchObject({ metadata: { resourceVersion: '1' } });
    }
  });

  test('makes the second change on the version that the first left', async () => {
    const server = new Server(FAILED);
    await clientOf(server).retryExecution(FAILED, { childPolicy: 'RetryAll' });
    const versions = server.patchRequests.map(
      ({ body }) => (body as Execution).metadata.resourceVersion,
    );
    expect(versions).toEqual(['1', '2']);
  });
});

describe('a write whose answer was lost', () => {
  const lose = () => {
    throw new KubeError('Disconnected', 'the connection broke', { outcome: 'unknown' });
  };

  test('is not made again if it landed', async () => {
    const server = new Server(OPEN, (patch, request, it) => {
      it.apply(request);
      return patch === 1 ? lose() : undefined;
    });
    const canceled = await clientOf(server).cancel(OPEN);
    expect(canceled).toEqual(server.stored);
    expect(server.patches).toBe(1);
  });

  test('is made again if it did not', async () => {
    const server = new Server(OPEN, (patch) => (patch === 1 ? lose() : undefined));
    expect((await clientOf(server).cancel(OPEN)).status?.phase).toBe('Canceled');
    expect(server.patches).toBe(2);
  });

  test('is followed by the second change if the first landed', async () => {
    const server = new Server(FAILED, (patch, request, it) => {
      if (patch !== 1) return undefined;
      it.apply(request);
      return lose();
    });
    const retried = await clientOf(server).retryExecution(FAILED, { childPolicy: 'RetryAll' });
    expect(retried).toMatchObject({
      spec: { retry: { childPolicy: 'RetryAll' } },
      status: { phase: 'Pending', retries: 1 },
    });
    expect(server.patches).toBe(2);
  });

  test('is left in doubt, and not repeated, where the cluster does not keep the count of retries', async () => {
    const server = new Server(FAILED, (_, request, it) => {
      const { retries: _r, retriedAt: _at, ...status } = it.apply(request).status ?? {};
      it.stored = { ...it.stored, status: { ...status, phase: 'Failed', finishedAt: 'later' } };
      return lose();
    });
    const error = await rejection(clientOf(server).retryExecution(FAILED), ConflictError);
    expect(error.outcome).toBe('unknown');
    expect(error.message).toContain('may or may not have been made');
    expect(server.patches).toBe(1);
  });

  test('is known by what the later of two left, when the earlier came late', async () => {
    const server = new Server(OPEN, (patch, request, it) => {
      if (patch === 1) return lose();
      // The first arrives now, and the second finds it.
      const [first] = it.patchRequests;
      if (patch === 2) it.apply(first ?? request);
      throw new KubeError('Conflict', 'newer');
    });
    const canceled = await clientOf(server).cancel(OPEN);
    expect(canceled.status?.phase).toBe('Canceled');
    expect(server.patches).toBe(2);
  });

  test('is given up after five tries', async () => {
    const server = new Server(OPEN, lose);
    const error = await rejection(clientOf(server).cancel(OPEN), DisconnectedError);
    expect(error.message).toContain('5 tries to write');
    expect(server.patches).toBe(5);
  });
});

describe('a cluster whose kontinue is another one', () => {
  test('gets the status on the object itself, found out once', async () => {
    const server = new Server(OPEN);
    server.hasStatus = false;
    const client = clientOf(server);
    expect((await client.cancel(OPEN)).status?.phase).toBe('Canceled');
    await client.retryExecution(OPEN);
    const sent = server.transport.requests.map(({ method, path }) => `${method} ${path}`);
    expect(sent.filter((line) => line.endsWith('/status'))).toHaveLength(1);
    expect(sent.filter((line) => line.endsWith('/v1alpha1'))).toHaveLength(1);
    expect(sent.filter((line) => /^PATCH .*\/deploy$/.test(line))).toHaveLength(2);
  });

  test('is not suspected because an object was deleted at that moment', async () => {
    const server = new Server(OPEN, () => {
      throw new KubeError('NotFound', 'gone');
    });
    await rejection(clientOf(server).cancel(OPEN), NotFoundError);
    expect(server.patchRequests).toHaveLength(1);
  });

  test('is told on when it does not keep the count of retries', async () => {
    const server = new Server(FAILED, (_, request, it) => {
      const { retries: _r, retriedAt: _at, ...status } = it.apply(request).status ?? {};
      return { ...it.stored, status };
    });
    const warnings: string[] = [];
    const onWarning = (warning: string) => warnings.push(warning);
    await clientOf(server).retryExecution(FAILED, { onWarning });
    expect(warnings).toEqual([expect.stringContaining('status.retries, status.retriedAt')]);
  });
});

describe('a write of which the cluster does not keep what was asked for', () => {
  test('is an error, and not only a warning', async () => {
    const server = new Server(OPEN, (_, request, it) => {
      const { status } = it.apply(request);
      it.stored = { ...it.stored, status: { ...status, phase: 'Executing' } };
      return it.stored;
    });
    const warnings: string[] = [];
    const onWarning = (warning: string) => warnings.push(warning);
    const error = await rejection(clientOf(server).cancel(OPEN, { onWarning }), PrunedError);
    expect(error).toMatchObject({
      fields: ['status.phase'],
      outcome: 'partial',
      applied: ['status.message', 'status.finishedAt'],
    });
    expect(warnings).toEqual([]);
  });

  test('changed nothing if nothing of it was kept', async () => {
    const server = new Server(FAILED, (_, _request, it) => it.stored);
    const retried = clientOf(server).retryExecution(FAILED, { childPolicy: 'RetryAll' });
    const error = await rejection(retried, PrunedError);
    expect(error).toMatchObject({
      fields: ['spec.retry'],
      outcome: 'none',
      applied: [],
    });
    expect(server.patches).toBe(1);
  });
});

test('a refusal names what landed before it', async () => {
  const server = new Server(FAILED, (patch) => {
    if (patch === 2) throw new KubeError('Forbidden', 'User "ada" cannot patch');
  });
  const error = await rejection(
    clientOf(server).retryExecution(FAILED, { childPolicy: 'RetryAll' }),
    ForbiddenError,
  );
  expect(error.message).toContain('spec.retry.childPolicy was written, and stays');
});

import type { ExecutionTree } from '../../api/tree.ts';
import type { ExecutionTreeNode } from '../../api/tree-node.ts';
import type { Client } from '../../client/client.ts';
import { messageOf } from '../output.ts';

/** The maximum number of logs to follow at once: others wait. */
const MAX_LOGS = 10;

/** Shows one line of a job's log, or what happened to the log. */
export type TellLine = (job: string, kind: 'line' | 'mark', text: string) => void;

/** Where the logs come from. */
type LogSource = Pick<Client, 'followJobLog'>;

/** Follows the log of every job that runs in a tree, from its first line on. */
export class JobLogs {
  readonly #client: LogSource;
  readonly #tell: TellLine;
  readonly #ending = new AbortController();
  readonly #known = new Set<string>();
  readonly #waiting: ExecutionTreeNode[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(client: LogSource, tell: TellLine) {
    this.#client = client;
    this.#tell = tell;
  }

  /** Starts to follow the jobs of this tree that have begun and are not followed yet. */
  see(tree: ExecutionTree): void {
    this.#visit(tree.root());
    this.#startSome();
  }

  /** Resolves when every log that is followed has ended. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Stops following all logs. */
  async stop(): Promise<void> {
    this.#waiting.length = 0;
    this.#ending.abort();
    await this.drained();
  }

  #visit(node: ExecutionTreeNode): void {
    const hasBegun = node.phase !== 'Pending' && node.phase !== 'Suspended';
    if (node.kind === 'Job' && hasBegun && !this.#known.has(node.key)) {
      this.#known.add(node.key);
      this.#waiting.push(node);
    }
    for (const child of node.children) this.#visit(child);
  }

  #startSome(): void {
    while (this.#running.size < MAX_LOGS) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      const run = this.#follow(job).finally(() => {
        this.#running.delete(run);
        this.#startSome();
      });
      this.#running.add(run);
    }
  }

  async #follow({ namespace, name }: ExecutionTreeNode): Promise<void> {
    const { signal } = this.#ending;
    try {
      const request = { namespace, job: name, containers: 'all' } as const;
      for await (const event of this.#client.followJobLog(request, signal)) {
        const whose = event.container === undefined ? name : `${name}/${event.container}`;
        if (event.kind === 'line') this.#tell(whose, 'line', event.text);
        else if (event.kind === 'mark') this.#tell(whose, 'mark', event.message);
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#tell(name, 'mark', messageOf(error));
    }
  }
}

import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** What a test may do to the control plane that another process of the suite owns. */
export type Order = 'killApiServer' | 'startApiServer' | 'compact';

type Orders = Readonly<Record<Order, () => Promise<void>>>;

/** Takes orders on a unix socket and answers when each is done. */
export async function takeOrders(orders: Orders, socketPath: string): Promise<AsyncDisposable> {
  const server = createServer((asked, answer) => {
    orders[asked.url?.slice(1) as Order]().then(
      () => answer.end(),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    );
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Gives an order and waits until it is done. */
export async function giveOrder(socketPath: string, order: Order): Promise<void> {
  const asked = request({ socketPath, path: `/${order}`, method: 'POST' });
  asked.end();
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  if (answer.statusCode !== 200) throw new Error(`${order} failed: ${text}`);
}

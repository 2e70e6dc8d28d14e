import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededExecutions } from './executions.ts';

/** How often it writes: a burst each time, as changes come in life. */
const BEAT_MS = 10;

/**
 * A server that watches nothing: it begins with a set of so many executions, and then tells of so
 * many changes a second. It tells its port to the process that forked it, and ends with that.
 */
async function pour(size: number, rate: number): Promise<void> {
  const set = seededExecutions(size, Date.now());
  let version = 1;
  const line = (type: string, index: number) => {
    const execution = set[index % size];
    version += 1;
    const resourceVersion = String(version);
    const uid = `00000000-0000-0000-0000-${String(index % size).padStart(12, '0')}`;
    const metadata = { ...execution?.metadata, uid, resourceVersion };
    return `${JSON.stringify({ type, object: { ...execution, metadata } })}\n`;
  };
  const end = () => {
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const metadata = { resourceVersion: String(version), annotations };
    return `${JSON.stringify({ type: 'BOOKMARK', object: { metadata } })}\n`;
  };
  const server = createServer((request, response) => {
    if (request.url?.includes('watch=true')) void stream(response);
    else response.end('{}');
  });
  const stream = async (response: ServerResponse) => {
    for (let i = 0; i < size; i += 1) response.write(line('ADDED', i));
    response.write(end());
    // The lines are made before they are due, so that making them takes no time from who reads.
    const lines = Array.from({ length: size }, (_, i) => line('MODIFIED', i));
    const begun = performance.now();
    let sent = 0;
    const beat = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) / 1_000) * rate);
      let burst = '';
      for (; sent < due; sent += 1) burst += renewed(lines[sent % size] ?? '', version + sent);
      if (burst !== '') response.write(burst);
    }, BEAT_MS);
    response.once('close', () => clearInterval(beat));
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  process.send?.((server.address() as AddressInfo).port);
  await once(process, 'disconnect');
  server.closeAllConnections();
  server.close();
}

/** The same line of another version, so that it is news. */
function renewed(line: string, version: number): string {
  return line.replace(/"resourceVersion":"\d+"/, `"resourceVersion":"${version}"`);
}

const [size = 0, rate = 0] = process.argv.slice(2).map(Number);
await pour(size, rate);

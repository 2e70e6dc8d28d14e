import type { Client } from '../client/client.ts';
import type { ClusterEffect } from './core/effect.ts';
import { errorText } from './error-text.ts';
import type { Send } from './run.ts';

/** Reads an object whole and tells its lines as YAML, or why it could not be read. */
export async function readYaml(
  client: Client,
  { key, of, namespace, name }: Extract<ClusterEffect, { kind: 'readYaml' }>,
  send: Send,
): Promise<void> {
  const read = {
    Execution: () => client.getNamespaced(namespace, name),
    Suspension: () => client.getSuspensionNamespaced(namespace, name),
    Job: () => client.getJobNamespaced(namespace, name),
  }[of];
  try {
    const [object, { stringify }] = await Promise.all([read(), import('yaml')]);
    const lines = stringify(object, { lineWidth: 0 }).trimEnd().split('\n');
    send({ kind: 'textRead', key, lines });
  } catch (error) {
    send({ kind: 'textFailed', key, message: errorText(error) });
  }
}

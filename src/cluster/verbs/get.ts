import { answerObject } from '../http/answer.ts';
import type { ResourceExchange } from '../http/exchange.ts';
import { storedUnder } from '../kinds/kind.ts';
import { notFound } from '../status.ts';

/** Answers one object, whole: that of the status subresource is the same. */
export function get(exchange: ResourceExchange): void {
  const { kind, namespace, name = '', parts } = exchange;
  const object = parts.storage.get(storedUnder(kind), namespace, name);
  if (!object) throw notFound(kind.resource, name);
  answerObject(exchange, 200, object);
}

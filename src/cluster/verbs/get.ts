import { answerObject } from '../http/answer.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { storedUnder } from '../kinds/kind.ts';
import { notFound, versionTooLarge } from '../status.ts';
import { badVersion } from './options.ts';

/** Answers one object, whole: that of the status subresource is the same. */
export function get(exchange: ResourceRequestContext): void {
  const { kind, namespace, name = '', parts, query } = exchange;
  const asked = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(asked)) throw badVersion(asked);
  const { version } = parts.storage;
  if (Number(asked) > version) throw versionTooLarge(Number(asked), version);
  const object = parts.storage.get(storedUnder(kind), namespace, name);
  if (!object) throw notFound(kind.resource, name);
  answerObject(exchange, 200, object);
}

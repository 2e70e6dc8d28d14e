import type { Draft } from '../object.ts';
import { Message } from '../protobuf.ts';
import { badRequest, StatusError } from '../status.ts';

const MAGIC = 'k8s\0';

/** How the kinds that kubectl and k9s send as protobuf are read: numbers are those of generated.proto. */
const READERS: Readonly<Record<string, (message: Message) => object>> = {
  Namespace: (message) => ({ metadata: metadataOf(message) }),
  SelfSubjectAccessReview: (message) => ({ metadata: {}, spec: accessSpec(message.message(2)) }),
  SelfSubjectRulesReview: (message) => ({
    metadata: {},
    spec: { namespace: message.message(2)?.text(1) ?? '' },
  }),
  SelfSubjectReview: () => ({ metadata: {} }),
  DeleteOptions: (message) =>
    omitUndefined({
      preconditions: preconditions(message.message(2)),
      propagationPolicy: message.text(4),
      dryRun: message.texts(5),
    }),
};

/** A body in Kubernetes' protobuf envelope, as the object it stands for. */
export function protobufBody(bytes: Buffer): Draft {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw badRequest('the body is not in the protobuf encoding of Kubernetes');
  }
  const envelope = new Message(bytes.subarray(MAGIC.length));
  const type = envelope.message(1);
  const kind = type?.text(2) ?? '';
  const reader = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  if (!reader) {
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `this server does not read ${kind || 'this'} as protobuf: send it as application/json`,
    );
  }
  const object = reader(new Message(envelope.raw(2)));
  return { metadata: {}, ...omitUndefined({ apiVersion: type?.text(1), kind }), ...object };
}

function metadataOf(message: Message): object {
  const metadata = message.message(1);
  return omitUndefined({
    name: metadata?.text(1),
    generateName: metadata?.text(2),
    namespace: metadata?.text(3),
    labels: metadata?.map(11),
    annotations: metadata?.map(12),
  });
}

function accessSpec(spec: Message | undefined): object {
  const resource = spec?.message(1);
  const path = spec?.message(2);
  return omitUndefined({
    resourceAttributes:
      resource &&
      omitUndefined({
        namespace: resource.text(1),
        verb: resource.text(2),
        group: resource.text(3),
        version: resource.text(4),
        resource: resource.text(5),
        subresource: resource.text(6),
        name: resource.text(7),
      }),
    nonResourceAttributes: path && omitUndefined({ path: path.text(1), verb: path.text(2) }),
  });
}

function preconditions(message: Message | undefined): object | undefined {
  return message && omitUndefined({ uid: message.text(1), resourceVersion: message.text(2) });
}

/** The object without its undefined fields. */
function omitUndefined(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

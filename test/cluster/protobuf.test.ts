import { describe, expect, it } from 'vitest';
import { protobufBody } from '../../src/cluster/http/protobuf-body.ts';
import { Message } from '../../src/cluster/protobuf.ts';

/** One field of a message: text or a message. */
function field(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([number * 8 + 2, ...varint(bytes.length)]), bytes]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** What kubectl sends: the magic, the type, and the object as bytes. */
function envelope(apiVersion: string, kind: string, object: Buffer): Buffer {
  const type = Buffer.concat([field(1, apiVersion), field(2, kind)]);
  return Buffer.concat([Buffer.from('k8s\0'), field(1, type), field(2, object)]);
}

describe('a protobuf body', () => {
  it('of an access review is read with every attribute', () => {
    const attributes = Buffer.concat([
      field(1, 'team-a'),
      field(2, 'patch'),
      field(3, 'kontinue.cloud'),
      field(4, '*'),
      field(5, 'executions'),
      field(6, 'status'),
    ]);
    const review = Buffer.concat([field(1, ''), field(2, field(1, attributes))]);
    expect(
      protobufBody(envelope('authorization.k8s.io/v1', 'SelfSubjectAccessReview', review)),
    ).toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      metadata: {},
      spec: {
        resourceAttributes: {
          namespace: 'team-a',
          verb: 'patch',
          group: 'kontinue.cloud',
          version: '*',
          resource: 'executions',
          subresource: 'status',
        },
      },
    });
  });

  it('of a namespace is read with name and labels', () => {
    const labels = Buffer.concat([field(1, 'team'), field(2, 'a')]);
    const metadata = Buffer.concat([field(1, 'lab'), field(11, labels)]);
    expect(protobufBody(envelope('v1', 'Namespace', field(1, metadata)))).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'lab', labels: { team: 'a' } },
    });
  });

  it('of delete options is read with preconditions, propagation and dry run', () => {
    const options = Buffer.concat([
      Buffer.from([8, 0]),
      field(2, Buffer.concat([field(1, 'the-uid'), field(2, '42')])),
      field(4, 'Orphan'),
      field(5, 'All'),
    ]);
    expect(protobufBody(envelope('v1', 'DeleteOptions', options))).toMatchObject({
      preconditions: { uid: 'the-uid', resourceVersion: '42' },
      propagationPolicy: 'Orphan',
      dryRun: ['All'],
    });
  });

  it('of a kind that is not read says to send JSON', () => {
    const body = envelope('batch/v1', 'Job', Buffer.alloc(0));
    expect(() => protobufBody(body)).toThrow('does not read Job as protobuf');
    const odd = envelope('v1', 'constructor', Buffer.alloc(0));
    expect(() => protobufBody(odd)).toThrow('does not read constructor as protobuf');
  });

  it('without the magic is refused', () => {
    expect(() => protobufBody(Buffer.from('{}'))).toThrow('not in the protobuf encoding');
  });
});

describe('a message', () => {
  it('is read with numbers of many bytes, fixed fields passed over', () => {
    const message = new Message(
      Buffer.from([8, 172, 2, 17, 1, 2, 3, 4, 5, 6, 7, 8, 29, 1, 2, 3, 4, 34, 2, 104, 105]),
    );
    expect(message.integer(1)).toBe(300);
    expect(message.text(4)).toBe('hi');
  });

  it.each([[[8]], [[34, 9, 104]], [[11]]])('that is cut off or unknown is refused: %j', (bytes) => {
    expect(() => new Message(Buffer.from(bytes))).toThrow(/protobuf/);
  });
});

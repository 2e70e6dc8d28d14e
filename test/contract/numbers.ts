import { describe, expect, test } from 'vitest';
import { hasKubectl, Kubectl } from './kubectl/kubectl-program.ts';
import {
  API_VERSION,
  type ApiFixture,
  type ContractCluster,
  openApiFixture,
} from './support/api-fixture.ts';

/** What an execution's arguments are sent as, and what the server makes of them. */
const KEPT: readonly (readonly [sent: string, stored: string])[] = [
  ['3544790567247868102', '3544790567247868102'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['9223372036854775807', '9223372036854775807'],
  ['9007199254740993', '9007199254740993'],
  // Beyond 64 bits a double is kept.
  ['9223372036854775808', '9223372036854776000'],
  ['12345678901234567890', '12345678901234567000'],
  ['100000000000000000000', '100000000000000000000'],
  ['1e21', '1e+21'],
  ['1.0', '1'],
  ['1E5', '100000'],
  ['0.1234567890123456789', '0.12345678901234568'],
  ['1e-7', '1e-7'],
];

const TEXT = { type: 'application/json' } as const;

function manifest(name: string, value: string): string {
  const metadata = `{"name":"${name}"}`;
  const spec = `{"function":"f","arguments":{"a":${value}}}`;
  return `{"apiVersion":"${API_VERSION}","kind":"Execution","metadata":${metadata},"spec":${spec}}`;
}

/** What stands as the argument `a` on the wire. */
async function storedArgument(room: ApiFixture, name: string): Promise<string | undefined> {
  const { text } = await room.admin.get(`${room.executions}/${name}`);
  return /"arguments":\{"a":([^}]*)\}/.exec(text)?.[1];
}

/** Which numbers are kept as they are sent, and what becomes of the others. */
export function numbersContract(ground: () => ContractCluster): void {
  describe('numbers', () => {
    test.each(KEPT)('%s is stored as %s', async (sent, stored) => {
      await using room = await openApiFixture(ground());
      const made = await room.admin.post(room.executions, undefined, {
        ...TEXT,
        text: manifest('a', sent),
      });
      expect(made.status, made.text).toBe(201);
      expect(await storedArgument(room, 'a')).toBe(stored);
    });

    test('of 64 bits survive patches, lists and watches', async () => {
      await using room = await openApiFixture(ground());
      const text = manifest('a', '3544790567247868102');
      const version = (await room.list()).metadata.resourceVersion;
      await room.admin.post(room.executions, undefined, { ...TEXT, text });
      const path = `${room.executions}/a`;
      await room.admin.mergePatch(path, { metadata: { labels: { team: 'pay' } } });
      await room.admin.jsonPatch(path, [{ op: 'add', path: '/metadata/labels/x', value: 'y' }]);
      const status = await room.admin.send('PATCH', `${path}/status`, {
        type: 'application/merge-patch+json',
        text: '{"status":{"phase":"Completed","result":{"id":-3544790567247868102}}}',
      });
      expect(status.status, status.text).toBe(200);
      expect(await storedArgument(room, 'a')).toBe('3544790567247868102');
      const listed = await room.admin.get(room.executions);
      expect(listed.text).toContain('"arguments":{"a":3544790567247868102}');
      expect(listed.text).toContain('"result":{"id":-3544790567247868102}');
      const stream = await room.admin.stream(
        `${room.executions}?watch=true&resourceVersion=${version}`,
      );
      const added = await stream.line();
      stream.stop();
      expect(added).toContain('"arguments":{"a":3544790567247868102}');
    });

    test('that no double comes near are refused', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(room.executions, undefined, {
        ...TEXT,
        text: manifest('a', '1e400'),
      });
      expect(answer.failure(400).message).toContain('1e400');
      expect(await room.find('a')).toBeUndefined();
    });

    test.skipIf(!hasKubectl())('of 64 bits come back from a YAML manifest', async () => {
      await using room = await openApiFixture(ground());
      await using kubectl = new Kubectl(ground().kubeconfig('admin'), room.namespace);
      const yaml = `apiVersion: ${API_VERSION}
kind: Execution
metadata: {name: a}
spec: {function: f, arguments: {orderId: 3544790567247868102, small: 42, ratio: 1.0}}
`;
      const made = await room.admin.post(room.executions, undefined, {
        type: 'application/yaml',
        text: yaml,
      });
      expect(made.status, made.text).toBe(201);
      const shown = await kubectl.say(['get', 'executions', 'a', '-o', 'json']);
      expect(shown).toContain('"orderId": 3544790567247868102');
      expect(shown).toContain('"small": 42');
    });
  });
}

import { expect, test } from 'vitest';
import { providerProof } from '../../src/kube/auth-provider.ts';

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const idToken = (exp: number) => `${base64({ alg: 'none' })}.${base64({ exp })}.x`;

test('an OIDC user shows the id token of the kubeconfig', async () => {
  const token = idToken(Math.floor(Date.now() / 1000) + 3_600);
  const config = { 'id-token': token, 'client-id': 'c', 'idp-issuer-url': 'https://idp.invalid' };
  const source = providerProof('ada', {}, { name: 'oidc', config });
  const proof = await source.get();
  expect(proof).toEqual({ authorization: `Bearer ${token}` });
  expect(await source.get()).toBe(proof);
});

test('an OIDC user whose token expired and cannot be renewed is told to log in', async () => {
  const source = providerProof('ada', {}, { name: 'oidc', config: { 'id-token': idToken(1) } });
  await expect(source.get()).rejects.toMatchObject({
    code: 'Credentials',
    message:
      'The auth provider oidc of user ada gave no credentials. Log in again with the tool that made them.',
  });
});

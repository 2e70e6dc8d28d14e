import type { X509CertificateGenerator } from '@peculiar/x509';

/** What a server needs to speak TLS, as PEM, and what its clients need to trust it. */
export interface ServingCertificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

let made: Promise<ServingCertificate> | undefined;

/**
 * A certificate for 127.0.0.1 and localhost, signed by an authority of its own that is then forgotten.
 * It is made once in a process, when first asked for, and never written anywhere.
 */
export function servingCertificate(now: number): Promise<ServingCertificate> {
  made ??= make(now);
  return made;
}

async function make(now: number): Promise<ServingCertificate> {
  // Loaded late: a program that imports the cluster and starts none does not pay for it.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const { subtle } = globalThis.crypto;
  const [authorityKeys, keys] = await Promise.all([
    subtle.generateKey(ALGORITHM, true, ['sign', 'verify']),
    subtle.generateKey(ALGORITHM, true, ['sign', 'verify']),
  ]);
  const common = {
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + 3_650 * DAY),
    signingAlgorithm: ALGORITHM,
  };
  const generator: typeof X509CertificateGenerator = x509.X509CertificateGenerator;
  const authority = await generator.createSelfSigned({
    ...common,
    name: 'CN=kontinue-ca',
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const certificate = await generator.create({
    ...common,
    subject: 'CN=kontinue',
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' },
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    authority: authority.toString('pem'),
    certificate: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A uid in the least space. A text that is no UUID, which no API server makes, stays as it is. */
export type CompactUid = { readonly other: string } | string | undefined;

/** The bytes of a UUID, each as one character: half the space of its text. */
export function compactUid(uid: string | undefined): CompactUid {
  if (uid === undefined) return undefined;
  if (!UUID.test(uid)) return { other: uid };
  return Buffer.from(uid.replaceAll('-', ''), 'hex').toString('latin1');
}

/** The text that it was made of. */
export function uidText(uid: CompactUid): string | undefined {
  if (typeof uid !== 'string') return uid?.other;
  const hex = Buffer.from(uid, 'latin1').toString('hex');
  const [a, b, c, d] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${a}-${b}-${c}-${d}-${hex.slice(20)}`;
}

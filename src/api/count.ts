/**
 * A number to calculate with: the server may send one beyond 2^53 as a `bigint`, and with definitions
 * other than ours anything. What is no number is NaN.
 */
export function toNumber(value: number | bigint): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
}

/** A count of things; what is no number counts none. */
export function toCount(value: number | bigint | undefined): number {
  return toNumber(value ?? 0) || 0;
}

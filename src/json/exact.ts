/** The server keeps whole numbers of 64 bits, and any other number as a double. */
const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
/** No double has more digits before its point. */
const MAX_DIGITS = 309;

/** Whether the server would store a whole number without a change. */
export function isStorable(value: bigint): boolean {
  if (value >= MIN_INT64 && value <= MAX_INT64) return true;
  const double = Number(value);
  return Number.isFinite(double) && BigInt(double) === value;
}

/** A whole number as it is handed out: a `bigint` only where a `number` would change it. */
export function narrow(value: bigint): number | bigint {
  const double = Number(value);
  if (Number.isSafeInteger(double)) return double;
  return value >= MIN_INT64 && value <= MAX_INT64 ? value : double;
}

/**
 * The value of a number as typed in JSON; undefined if the server would store another one: a whole
 * number beyond 64 bits, a fraction of more digits than a double has, or one out of its range.
 */
export function readExactly(token: string): number | bigint | undefined {
  if (/^-?\d+$/.test(token)) {
    if (token.length > MAX_DIGITS) return undefined;
    const whole = BigInt(token);
    return isStorable(whole) ? narrow(whole) : undefined;
  }
  const double = Number(token);
  return Number.isFinite(double) && decimalOf(token) === decimalOf(String(double))
    ? double
    : undefined;
}

/** A decimal number in one form for each value: its digits, and where the point is. */
function decimalOf(token: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const scale = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign}${significant}e${scale}`;
}

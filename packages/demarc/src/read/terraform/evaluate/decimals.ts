/**
 * Sums, differences and products as Terraform makes them, which counts in decimal digits: 0.1 + 0.2 is 0.3. Numbers here
 * are JavaScript's, of which the shortest text is what was meant.
 */

/** @example sumOf(0.1, 0.2) // 0.3 */
export function sumOf(a: number, b: number): number {
  const sum = a + b;
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return sum;
  const [one, other] = aligned(a, b);
  return one === undefined || other === undefined ? sum : numberOf(one.digits + other.digits, one.exponent);
}

export function productOf(a: number, b: number): number {
  const product = a * b;
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return product;
  const [one, other] = [decimalOf(a), decimalOf(b)];
  if (one === undefined || other === undefined) return product;
  return numberOf(one.digits * other.digits, one.exponent + other.exponent);
}

export function quotientOf(a: number, b: number): number {
  const short = Number((a / b).toPrecision(15));
  // Where fifteen digits are not all of it, the nearest that there is.
  return productOf(short, b) === a ? short : a / b;
}

/** The sign is that of the first. */
export function remainderOf(a: number, b: number): number {
  const remainder = a % b;
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return remainder;
  const [one, other] = aligned(a, b);
  if (one === undefined || other === undefined || other.digits === 0n) return remainder;
  return numberOf(one.digits % other.digits, one.exponent);
}

/** `digits` times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimalOf(value: number): Decimal | undefined {
  const match = /^(-?\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential());
  if (match === null) return undefined;
  const [, first = "0", rest = "", exponent = "0"] = match;
  return { digits: BigInt(first + rest), exponent: Number(exponent) - rest.length };
}

/** Both with the smaller exponent of the two; nothing where they lie too far apart. */
function aligned(a: number, b: number): readonly (Decimal | undefined)[] {
  const [one, other] = [decimalOf(a), decimalOf(b)];
  if (one === undefined || other === undefined || Math.abs(one.exponent - other.exponent) > 400) return [];
  const exponent = Math.min(one.exponent, other.exponent);
  return [one, other].map(({ digits, exponent: own }) => ({
    digits: digits * 10n ** BigInt(own - exponent),
    exponent,
  }));
}

function numberOf(digits: bigint, exponent: number): number {
  return Number(`${digits}e${exponent}`);
}

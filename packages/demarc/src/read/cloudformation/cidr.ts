/** Fn::Cidr: cuts an address block into smaller ones. */

/** `count` blocks with `bits` host bits from the start of `block`; `undefined` where that does not fit. */
export function cidrBlocks(block: string, count: number, bits?: number): string[] | undefined {
  const [address = "", prefixText = ""] = block.split("/");
  const isV6 = address.includes(":");
  const width = isV6 ? 128 : 32;
  const start = isV6 ? parseV6(address) : parseV4(address);
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  const hostBits = bits ?? (isV6 ? 64 : 8);
  if (start === undefined || !(prefix >= 0 && prefix <= width)) return undefined;
  if (!Number.isInteger(count) || count < 1 || count > 256 || !Number.isInteger(hostBits)) return undefined;
  const free = width - prefix - hostBits;
  if (hostBits < 0 || free < 0 || (free < 9 && count > 2 ** free)) return undefined;
  const base = (start >> BigInt(width - prefix)) << BigInt(width - prefix);
  const step = 1n << BigInt(hostBits);
  const write = isV6 ? writeV6 : writeV4;
  return Array.from({ length: count }, (_, index) => `${write(base + BigInt(index) * step)}/${width - hostBits}`);
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function writeV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join(".");
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** All groups, without leading zeros; the longest run of zeros is shortened to `::`. */
function writeV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 65535n).toString(16));
  const runs = [...groups.join(":").matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)];
  const longest = runs.sort((one, other) => other[0].length - one[0].length)[0];
  const text = groups.join(":");
  if (longest === undefined) return text;
  const before = text.slice(0, longest.index).replace(/:$/, "");
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, "");
  return `${before}::${after}`;
}

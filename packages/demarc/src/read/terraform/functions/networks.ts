/** Terraform's functions on IP networks, for IPv4 and IPv6. */
import { isUnknown, type Value } from "../../../model/value.js";
import { raiseDoubt } from "../evaluate/doubt.js";
import { markTyped } from "../evaluate/typed.js";
import { text } from "../evaluate/types.js";
import { EvaluationError, mergeUnknowns, Undecided } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { asText, itemsOfUnknown, asInteger as number, tolerant, whole } from "./define.js";

export const networks: FunctionTable = {
  cidrcontains: whole(2, 2, ([prefix, other]) => containsNetwork(parse(asText(prefix)), asText(other))),
  cidrhost: whole(2, 2, ([prefix, host]) => cidrHost(parse(asText(prefix)), number(host))),
  cidrnetmask: whole(1, 1, ([prefix]) => cidrNetmask(parse(asText(prefix)))),
  cidrsubnet: whole(3, 3, ([prefix, bits, index]) =>
    show(subnet(parse(asText(prefix)), number(bits), BigInt(number(index)))),
  ),
  cidrsubnets: tolerant(1, Number.POSITIVE_INFINITY, ([prefix = null, ...bits]) => cidrSubnets(prefix, bits)),
};

interface Network {
  readonly address: bigint;
  readonly length: number;
  /** 32 or 128. */
  readonly width: number;
}

function parse(cidr: string): Network {
  const [ip, length, more] = cidr.split("/");
  if (ip === undefined || length === undefined || more !== undefined || !/^\d{1,3}$/.test(length))
    throw new EvaluationError("the text is no CIDR prefix");
  const width = ip.includes(":") ? 128 : 32;
  if (Number(length) > width) throw new EvaluationError("the text is no CIDR prefix");
  if (ip.includes(":") && ip.includes(".")) throw new Undecided("an IPv4 address in IPv6 form");
  const address = width === 32 ? parseIpv4(ip) : parseIpv6(ip);
  const hostBits = BigInt(width - Number(length));
  return { address: (address >> hostBits) << hostBits, length: Number(length), width };
}

/** OpenTofu's: whether the prefix contains an address or another prefix. */
function containsNetwork(prefix: Network, text: string): boolean {
  const other = parse(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
  if (other.width !== prefix.width) throw new EvaluationError("an IPv4 and an IPv6 address cannot be compared");
  const hostBits = BigInt(prefix.width - prefix.length);
  return other.length >= prefix.length && other.address >> hostBits === prefix.address >> hostBits;
}

function parseIpv4(ip: string): bigint {
  const parts = ip.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    throw new EvaluationError("the text is no IPv4 address");
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parseIpv6(ip: string): bigint {
  const [head = "", tail, more] = ip.split("::");
  if (more !== undefined) throw new EvaluationError("the text is no IPv6 address");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - left.length - right.length;
  if (missing < 0 || (tail === undefined && missing !== 0)) throw new EvaluationError("the text is no IPv6 address");
  const parts = [...left, ...new Array<string>(tail === undefined ? 0 : missing).fill("0"), ...right];
  if (parts.some((part) => !/^[0-9a-fA-F]{1,4}$/.test(part))) throw new EvaluationError("the text is no IPv6 address");
  return parts.reduce((sum, part) => (sum << 16n) | BigInt(Number.parseInt(part, 16)), 0n);
}

function subnet(network: Network, bits: number, index: bigint): Network {
  const length = network.length + bits;
  // Terraform computes something odd for negative numbers, which nobody means.
  if (bits < 0 || index < 0n) throw new Undecided("a negative number of bits or subnets");
  if (length > network.width) throw new EvaluationError("there is no room for so many more bits in the prefix");
  if (index >= 1n << BigInt(bits)) throw new EvaluationError("the prefix has no subnet of this number");
  return { ...network, length, address: network.address | (index << BigInt(network.width - length)) };
}

/** Each number of bits makes one subnet, whatever the prefix. */
function cidrSubnets(prefix: Value, bits: readonly Value[]): Value {
  if (![prefix, ...bits].some(isUnknown)) return subnetsInTurn(parse(asText(prefix)), bits.map(number));
  raiseDoubt();
  return markTyped(itemsOfUnknown(mergeUnknowns([prefix, ...bits]), bits.length), text);
}

function subnetsInTurn(network: Network, bits: readonly number[]): Value {
  if (bits.length === 0) return markTyped([], text);
  // From the very first address on, Terraform takes its own count for one that has run over the end.
  if (network.address === 0n) throw new EvaluationError("there is no room for subnets from address 0 on");
  let next = network.address;
  const end = network.address + (1n << BigInt(network.width - network.length));
  const prefixes = bits.map((extra) => {
    if (extra < 1 || extra > 32) throw new EvaluationError("each subnet needs from 1 to 32 more bits");
    const length = network.length + extra;
    if (length > network.width) throw new EvaluationError("there is no room for so many more bits in the prefix");
    const size = 1n << BigInt(network.width - length);
    const address = ((next + size - 1n) / size) * size;
    if (address + size > end) throw new EvaluationError("the subnets do not fit into the prefix");
    next = address + size;
    return show({ ...network, address, length });
  });
  return markTyped(prefixes, text);
}

function cidrHost(network: Network, host: number): string {
  const size = 1n << BigInt(network.width - network.length);
  const offset = host < 0 ? size + BigInt(host) : BigInt(host);
  if (offset < 0n || offset >= size) throw new EvaluationError("the prefix has no host of this number");
  return showAddress(network.address | offset, network.width);
}

function cidrNetmask(network: Network): string {
  if (network.width !== 32) throw new EvaluationError("cidrnetmask() takes an IPv4 prefix");
  const mask = network.length === 0 ? 0n : (0xffffffffn << BigInt(32 - network.length)) & 0xffffffffn;
  return showAddress(mask, 32);
}

function show(network: Network): string {
  return `${showAddress(network.address, network.width)}/${network.length}`;
}

function showAddress(address: bigint, width: number): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => ((address >> shift) & 255n).toString()).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  return compressed(groups);
}

/** The longest run of two or more zero groups is written `::` (RFC 5952). */
function compressed(groups: readonly string[]): string {
  let best = { from: -1, length: 1 };
  for (let from = 0; from < groups.length; from += 1) {
    let length = 0;
    while (groups[from + length] === "0") length += 1;
    if (length > best.length) best = { from, length };
  }
  if (best.from < 0) return groups.join(":");
  return `${groups.slice(0, best.from).join(":")}::${groups.slice(best.from + best.length).join(":")}`;
}

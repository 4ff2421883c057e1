/** Bytes in pieces, so that a file larger than the memory can be read. The edge (cli/) gives one that reads a file or a pipe. */

export interface ByteSource {
  /** Fills the array from its start with the next bytes; gives how many there were, 0 at the end. */
  readonly read: (into: Uint8Array) => number;
}

export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  let at = 0;
  return {
    read(into) {
      const piece = bytes.subarray(at, at + into.length);
      into.set(piece);
      at += piece.length;
      return piece.length;
    },
  };
}

/**
 * The same text as UTF-8 without a byte-order mark: from UTF-16 where such a mark says so (what PowerShell's `>` writes),
 * else as it is.
 */
export function asUtf8(source: ByteSource): ByteSource {
  const head = new Uint8Array(3);
  let length = 0;
  while (length < head.length) {
    const read = source.read(head.subarray(length));
    if (read === 0) break;
    length += read;
  }
  const [a, b, c] = head;
  if (length >= 2 && a === 0xff && b === 0xfe) return fromUtf16(joined(head.subarray(2, length), source), "utf-16le");
  if (length >= 2 && a === 0xfe && b === 0xff) return fromUtf16(joined(head.subarray(2, length), source), "utf-16be");
  const hasMark = length === 3 && a === 0xef && b === 0xbb && c === 0xbf;
  return joined(head.subarray(hasMark ? 3 : 0, length), source);
}

function joined(head: Uint8Array, rest: ByteSource): ByteSource {
  let at = 0;
  return {
    read(into) {
      if (at >= head.length) return rest.read(into);
      const piece = head.subarray(at, at + into.length);
      into.set(piece);
      at += piece.length;
      return piece.length;
    },
  };
}

const pieceOfUtf16 = 1 << 16;

function fromUtf16(source: ByteSource, encoding: "utf-16le" | "utf-16be"): ByteSource {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const piece = new Uint8Array(pieceOfUtf16);
  let waiting: Uint8Array = new Uint8Array();
  let isAtEnd = false;
  return {
    read(into) {
      while (waiting.length === 0 && !isAtEnd) {
        const length = source.read(piece);
        isAtEnd = length === 0;
        waiting = encoder.encode(decoder.decode(piece.subarray(0, length), { stream: !isAtEnd }));
      }
      const part = waiting.subarray(0, into.length);
      into.set(part);
      waiting = waiting.subarray(part.length);
      return part.length;
    },
  };
}

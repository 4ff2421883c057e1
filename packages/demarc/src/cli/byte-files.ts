/** Files and standard input as bytes in pieces, for what may be larger than the memory. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import type { ByteSource } from "../read/json/byte-source.js";
import { decode } from "./disk-tree.js";

export interface OpenBytes {
  /** The beginning, decoded; a character at its very end may be broken. */
  readonly head: string;
  /** Everything, from the start. */
  readonly source: ByteSource;
  readonly close: () => void;
}

/** @throws the system's error. */
export function openBytes(path: string, headSize: number): OpenBytes {
  const descriptor = openSync(path, "r");
  if (fstatSync(descriptor).isDirectory()) {
    closeSync(descriptor);
    throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  }
  return opened(descriptor, headSize, () => closeSync(descriptor));
}

export function openStandardInput(headSize: number): OpenBytes {
  return opened(0, headSize, () => undefined);
}

function opened(descriptor: number, headSize: number, close: () => void): OpenBytes {
  const first = Buffer.alloc(headSize);
  let length = 0;
  while (length < headSize) {
    const read = readSome(descriptor, first.subarray(length));
    if (read === 0) break;
    length += read;
  }
  const head = first.subarray(0, length);
  let at = 0;
  let total = 0;
  return {
    head: decode(head).replace(/^\uFEFF/, ""),
    source: {
      read(into) {
        if (at >= head.length) {
          const read = readSome(descriptor, into);
          if (total < largeInput && total + read >= largeInput) collectEarly();
          total += read;
          return read;
        }
        const read = head.copy(into, 0, at);
        at += read;
        return read;
      },
    },
    close,
  };
}

/** From here on memory counts for more than time. */
const largeInput = 256 * 1024 * 1024;

/** Lets the heap grow by a tenth between collections, where it doubles by default: a gigabyte is then read in half of one. */
function collectEarly(): void {
  setFlagsFromString("--heap-growing-percent=10");
}

/** A pipe whose writer is slow says "again" where it is not made to wait. */
function readSome(descriptor: number, into: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, into, 0, into.length, null);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** All that is left of a source. */
export function allBytes(source: ByteSource): Buffer {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.allocUnsafe(1 << 16);
    const read = source.read(piece);
    if (read === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, read));
  }
}

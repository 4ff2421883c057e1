/** Writes a file whole or not at all: to a temporary name beside it, then renamed. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/** @throws the system's error, with nothing left behind. */
export function writeFileAtomically(path: string, pieces: Iterable<string>): void {
  // A link stays a link: what it leads to is written.
  const target = resolved(path);
  if (isSpecial(target)) {
    // A device or a pipe cannot be replaced by a file; it takes what it is given.
    writePieces(target, "w", pieces);
    return;
  }
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    writePieces(temporary, "wx", pieces);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writePieces(path: string, flag: "w" | "wx", pieces: Iterable<string>): void {
  const file = openSync(path, flag);
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isSpecial(path: string): boolean {
  try {
    return !statSync(path).isFile();
  } catch {
    return false;
  }
}

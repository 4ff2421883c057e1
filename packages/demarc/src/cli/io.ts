/** The edge: what a command may do to the world. Everything that prints, reads the clock or the environment is here. */
import { writeFileAtomically } from "./atomic-write.js";
import { UsageError } from "./usage-error.js";

export interface OutputOptions {
  readonly output?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

function isStandardOutput({ output }: OutputOptions): boolean {
  return output === undefined || output === "-";
}

/** A text, or its pieces: what may be longer than the memory is made while it is written. */
export type Result = string | Iterable<string>;

/** Sends a result where the user wants it: standard output, or a file that is written whole or not at all. */
export async function deliver(result: Result, options: OutputOptions): Promise<void> {
  const pieces = typeof result === "string" ? [result] : inBlocks(result);
  if (options.output === undefined || isStandardOutput(options)) {
    await writeToStandardOutput(pieces);
    return;
  }
  try {
    writeFileAtomically(options.output, pieces);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const reason = isMissing ? "its folder does not exist" : reasonOf(error);
    throw new UsageError(`The file ${options.output} cannot be written: ${reason}.`);
  }
}

const blockLength = 1 << 16;

/** Pieces put together, so that not each of them is written by itself. */
function* inBlocks(pieces: Iterable<string>): Generator<string> {
  let block = "";
  for (const piece of pieces) {
    block += piece;
    if (block.length < blockLength) continue;
    yield block;
    block = "";
  }
  if (block !== "") yield block;
}

/** A reader that closes the pipe early (`| head`) is no error; anything else is. */
async function writeToStandardOutput(pieces: Iterable<string>): Promise<void> {
  let error: NodeJS.ErrnoException | undefined;
  process.stdout.on("error", (failure) => {
    error ??= failure;
  });
  for (const piece of pieces) {
    // The next one is made only when this one is gone.
    await new Promise<void>((resolve) => {
      process.stdout.write(piece, (failure) => {
        error ??= failure ?? undefined;
        resolve();
      });
    });
    if (error !== undefined) break;
  }
  if (error === undefined || error.code === "EPIPE") return;
  throw new UsageError(`The result cannot be written to standard output: ${reasonOf(error)}.`);
}

/** A system's error in words, without its internals. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words: Readonly<Record<string, string>> = {
    ENOENT: "it does not exist",
    EACCES: "permission is denied",
    EPERM: "permission is denied",
    EROFS: "the file system is read-only",
    ENOSPC: "there is no space left",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of its path is no folder",
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}

export function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Columns of the terminal; 120 where the output goes elsewhere, and $COLUMNS where that is set. */
export function terminalWidth(options: OutputOptions): number {
  const fromEnvironment = Number(process.env.COLUMNS);
  if (Number.isInteger(fromEnvironment) && fromEnvironment >= 40) return fromEnvironment;
  const isTerminal = isStandardOutput(options) && process.stdout.isTTY === true;
  return isTerminal ? Math.max(process.stdout.columns, 40) : 120;
}

/** --no-color and NO_COLOR switch colours off, FORCE_COLOR on; else they are for terminals only. */
export function wantsColor(options: OutputOptions, stream: NodeJS.WriteStream = process.stdout): boolean {
  if (options.color === false || (process.env.NO_COLOR ?? "") !== "") return false;
  if ((process.env.FORCE_COLOR ?? "") !== "" && process.env.FORCE_COLOR !== "0") return true;
  return isStandardOutput(options) && stream.isTTY === true && process.env.TERM !== "dumb";
}

/** Whether threads pay, and how many (docs/decisions/0006). */
import { availableParallelism } from "node:os";

/** Characters of configuration for which one more thread is worth its start. */
const charactersForOne = 1_500_000;
const most = 8;

/**
 * 0 where this thread alone is as fast. One core stays with it, for it takes in what the others have read.
 *
 * @param sizes characters of each unit that a thread could read
 * @param wanted the number that the user wants, 0 for none
 */
export function threadsFor(
  sizes: readonly number[],
  wanted = process.env.DEMARC_THREADS,
  cores = availableParallelism(),
): number {
  const units = sizes.length;
  if (wanted !== undefined && /^\d+$/.test(wanted)) return Math.min(Number(wanted), units, mostWanted);
  const size = sizes.reduce((sum, own) => sum + own, 0);
  const count = Math.min(cores - 1, most, units, Math.floor(size / charactersForOne));
  return count > 1 ? count : 0;
}

const mostWanted = 64;

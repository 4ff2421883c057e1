/** Whether threads pay, and how many. */
import { availableParallelism } from "node:os";

/** Characters of configuration for which one more thread is worth its start (docs/decisions/0006). */
const charactersForOne = 1_500_000;
const most = 8;

/**
 * 0 where this thread alone is as fast. `DEMARC_THREADS` decides where it is set: 0 for none.
 *
 * @param sizes characters of each unit that a thread could read
 */
export function threadsFor(sizes: readonly number[], wanted = process.env.DEMARC_THREADS): number {
  const units = sizes.length;
  if (wanted !== undefined && /^\d+$/.test(wanted)) return Math.min(Number(wanted), units);
  const size = sizes.reduce((sum, own) => sum + own, 0);
  const count = Math.min(availableParallelism(), most, units, Math.floor(size / charactersForOne));
  return count > 1 ? count : 0;
}

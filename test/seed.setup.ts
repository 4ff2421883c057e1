/**
 * Random inputs are the same in every run, so that the gate judges the change and not its luck.
 * `DEMARC_SEED=7 npx vitest run` looks elsewhere; do so after work on the evaluator, and keep what it finds as a test.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.DEMARC_SEED ?? 1) });

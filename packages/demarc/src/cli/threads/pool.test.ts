/** Threads that come to an end leave nothing undecided. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openThreads, type Threads } from "./pool.js";

const folder = mkdtempSync(join(tmpdir(), "demarc-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function threadsThatRun(code: string): Threads {
  const entry = join(folder, `${code.length}.cjs`);
  writeFileSync(entry, code);
  const threads = openThreads(2, {}, entry);
  if (threads === undefined) throw new Error("the entry was not found");
  return threads;
}

const answer = `
  const { parentPort } = require("node:worker_threads");
  const inventory = { resources: [], notRead: [], problems: [] };
  const reading = { crossing: { inventory, unknowns: [], maps: [] }, variableNames: ["of " + __filename.length], unread: [] };
  parentPort.on("message", ({ number }) => {`;

async function readingsOf(threads: Threads, count: number): Promise<readonly boolean[]> {
  const tasks = Array.from({ length: count }, (_, at) => threads.read({ path: ".", folder: `r${at}` }));
  const readings = await Promise.all(tasks);
  threads.close();
  return readings.map((reading) => reading !== undefined);
}

describe("threads", () => {
  test("answer every task", async () => {
    const threads = threadsThatRun(`${answer} parentPort.postMessage({ number, reading }); });`);
    expect(await readingsOf(threads, 9)).toEqual(new Array(9).fill(true));
  });

  test("that cannot start answer for nothing", async () => {
    expect(await readingsOf(threadsThatRun('throw new Error("no")'), 9)).toEqual(new Array(9).fill(false));
  });

  test("that end in the middle of their work answer for what they finished", async () => {
    const threads = threadsThatRun(
      `${answer} if (number > 2) process.exit(1); parentPort.postMessage({ number, reading }); });`,
    );
    const done = await readingsOf(threads, 20);
    expect(done.filter(Boolean).length).toBeLessThanOrEqual(4);
  });

  test("are not there where there is nothing to run", () => {
    expect(openThreads(2, {}, join(folder, "missing.cjs"))).toBeUndefined();
  });
});

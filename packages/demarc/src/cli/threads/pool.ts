/** Threads that read root modules beside each other. What comes of a unit is the same as without them. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterCrossing } from "./crossing.js";
import type { Answer, GivenVariables, Reading, Task } from "./task.js";

export interface Threads {
  /** Reads a unit, or answers undefined where no thread could. It never rejects. */
  readonly read: (task: Task) => Promise<Reading | undefined>;
  readonly close: () => void;
}

/** Enough that a thread never waits for its next task. */
const mostAtOnce = 2;

/** What a thread runs in the built package, seen from dist/demarc.cjs. */
const built = fileURLToPath(new URL("../bin/thread.cjs", import.meta.url));

/** Undefined where there is nothing for a thread to run: demarc runs from its sources. */
export function openThreads(count: number, given: GivenVariables, entry = built): Threads | undefined {
  if (!existsSync(entry)) return undefined;
  const waiting: Waiting[] = [];
  const threads = Array.from({ length: count }, () => startThread(entry, given, () => waiting.shift(), giveUp));

  function giveUp(): void {
    if (threads.some((thread) => thread.isAlive())) return;
    for (const left of waiting.splice(0)) left.resolve(undefined);
  }

  return {
    read: (task) =>
      new Promise((resolve) => {
        waiting.push({ task, resolve });
        for (const thread of threads) thread.take();
        giveUp();
      }),
    close: () => {
      for (const thread of threads) thread.stop();
    },
  };
}

interface Waiting {
  readonly task: Task;
  readonly resolve: (reading: Reading | undefined) => void;
}

interface Thread {
  readonly isAlive: () => boolean;
  /** Takes what waits, as much as it may have at once. */
  readonly take: () => void;
  readonly stop: () => void;
}

function startThread(entry: string, given: GivenVariables, next: () => Waiting | undefined, ended: () => void): Thread {
  const worker = new Worker(entry, { workerData: given });
  const running = new Map<number, Waiting>();
  let number = 0;
  let isAlive = true;

  function take(): void {
    while (isAlive && running.size < mostAtOnce) {
      const waiting = next();
      if (waiting === undefined) return;
      number += 1;
      running.set(number, waiting);
      worker.postMessage({ number, task: waiting.task });
    }
  }

  /** A thread that ended for whatever reason (there was no memory left) leaves its units to be read without it. */
  function fail(): void {
    isAlive = false;
    for (const waiting of running.values()) waiting.resolve(undefined);
    running.clear();
    ended();
  }

  worker.on("message", (answer: Answer) => {
    const waiting = running.get(answer.number);
    running.delete(answer.number);
    take();
    waiting?.resolve(readingOf(answer));
  });
  worker.on("error", fail);
  worker.on("exit", fail);
  return { isAlive: () => isAlive, take, stop: () => void worker.terminate() };
}

function readingOf({ reading }: Answer): Reading | undefined {
  if (reading === undefined) return undefined;
  const { crossing, ...rest } = reading;
  return { ...rest, inventory: afterCrossing(crossing) };
}

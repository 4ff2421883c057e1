/**
 * Bounds on the work that an input can cause: nesting, steps and the size of a value. Past a bound the value is unknown.
 * The counters belong to one run of the reader, which never pauses, so they can live in this module.
 */
import { isList, isMap, type Value } from "../../../model/value.js";
import { Undecided } from "./value-tools.js";

/** Deeper than any configuration that a person writes, and well within the stack. */
const deepest = 400;
/** Of one attribute with all that it draws on: a list of a thousand, seen a thousand times. */
const mostSteps = 1_000_000;
/** Of a whole run: some ten seconds. */
const mostStepsOfRun = 40_000_000;
const heaviest = 500_000;

/** Of resources and module calls altogether, each copy counted. */
const mostCopies = 200_000;

let depth = 0;
let steps = 0;
let stepsOfRun = 0;
let copies = 0;

export function startRun(): void {
  depth = 0;
  stepsOfRun = 0;
  copies = 0;
}

/** Whether a run can take so many more copies; they are counted where it can. */
export function hasRoomFor(more: number): boolean {
  if (copies + more > mostCopies) return false;
  copies += more;
  return true;
}

/** Whether the run has used up its steps, so that all that came later is unknown. */
export function isSpent(): boolean {
  return stepsOfRun > mostStepsOfRun;
}

/** Goes one level down; `leave` belongs into a `finally`. @throws Undecided */
export function enter(): void {
  if (depth === 0) steps = 0;
  if (depth >= deepest) throw new Undecided("it is nested too deeply");
  if (steps >= mostSteps || stepsOfRun > mostStepsOfRun) throw new Undecided("it takes too much work to tell");
  depth += 1;
  steps += 1;
  stepsOfRun += 1;
}

export function leave(): void {
  depth -= 1;
}

/** Whether a value is unknown because of a bound, and not because of what the input leaves open. */
export function isLimit(because: string): boolean {
  return /\btoo (large|deeply|much work|long)\b|\bso (many|long)\b/.test(because);
}

/** The value itself. @throws Undecided where it is larger than any real configuration's. */
export function bounded(value: Value): Value {
  if (weightOf(value) > heaviest) throw new Undecided("the value is too large");
  return value;
}

/** Of lists and maps that are heavy enough: a value that doubles itself twenty times is weighed in a few hundred steps. */
const weights = new WeakMap<object, number>();

/** Weighing less than this anew is cheaper than to remember it. */
const worthRemembering = 64;

function weightOf(value: Value): number {
  if (typeof value === "string") return 1 + value.length / 32;
  if (!isList(value) && !isMap(value)) return 1;
  const known = weights.get(value);
  if (known !== undefined) return known;
  let weight = 1;
  for (const item of isList(value) ? value : Object.values(value)) {
    weight += weightOf(item);
    // A part that is too heavy makes the whole too heavy; the rest need not be weighed.
    if (weight > heaviest) break;
  }
  if (weight >= worthRemembering) weights.set(value, weight);
  return weight;
}

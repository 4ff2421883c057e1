/** Go's regular expressions on JavaScript's engine, which backtracks: a match that takes too long is given up. */
import { createContext, Script } from "node:vm";
import { EvaluationError, Undecided } from "../evaluate/value-tools.js";
import { translate } from "./go-patterns.js";

/** @throws EvaluationError for a pattern that Go refuses; its Undecided where it cannot be translated or takes too long. */
export function firstMatch(pattern: string, text: string): RegExpMatchArray | undefined {
  return run(compiled(pattern), text, "first")[0];
}

/** All matches, as Go finds them: none that is empty right behind another. */
export function allMatches(pattern: string, text: string): readonly RegExpMatchArray[] {
  const matches: RegExpMatchArray[] = [];
  let end = -1;
  for (const match of run(compiled(pattern), text, "all")) {
    const index = match.index ?? 0;
    if (match[0] === "" && index === end) continue;
    end = index + match[0].length;
    matches.push(match);
  }
  return matches;
}

const longestPattern = 10_000;
const longestText = 1_000_000;
const patience = { timeout: 250 };

function run(pattern: RegExp, text: string, which: "first" | "all"): readonly RegExpMatchArray[] {
  if (text.length > longestText) throw new Undecided("the text is too long for a regular expression");
  const find = (): readonly RegExpMatchArray[] => {
    if (which === "all") return [...text.matchAll(pattern)];
    const match = pattern.exec(text);
    return match === null ? [] : [match];
  };
  pattern.lastIndex = 0;
  if (isQuick(pattern, text)) return find();
  try {
    // Only code that runs through `vm` can be stopped, the matching inside it included.
    sandbox.find = find;
    return script.runInContext(sandbox, patience) as readonly RegExpMatchArray[];
  } catch (error) {
    // The error comes of the other context, so it is no `Error` of this one.
    const { code } = error as { readonly code?: unknown };
    throw code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? new Undecided("the regular expression takes too long") : error;
  } finally {
    sandbox.find = undefined;
  }
}

const script = new Script("find()");
const sandbox = createContext({ find: undefined as (() => unknown) | undefined });

/** With one repetition, or on a short text without a repeated group, no match takes long. */
function isQuick({ source }: RegExp, text: string): boolean {
  const repetitions = source.match(/[*+}]/g)?.length ?? 0;
  return repetitions < 2 || (text.length < 40 && repetitions < 4 && !/\)[*+{]/.test(source));
}

const cache = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  if (pattern.length > longestPattern) throw new Undecided("the regular expression is too long");
  const { source, flags } = translate(pattern);
  let made: RegExp;
  try {
    made = new RegExp(source, `gu${flags}`);
  } catch {
    throw new Undecided("the regular expression is not valid");
  }
  const groups = new RegExp(`${source}|`, `u${flags}`).exec("");
  if (groups?.groups !== undefined && Object.keys(groups.groups).length !== groups.length - 1) {
    throw new EvaluationError("a regular expression names all of its groups or none");
  }
  if (cache.size > 1000) cache.clear();
  cache.set(pattern, made);
  return made;
}

/** Go's regular expressions as JavaScript's. Patterns of an input are bounded, for JavaScript's engine backtracks. */
import { EvaluationError } from "../evaluate/value-tools.js";

const longestPattern = 2_000;

/** @throws EvaluationError for a pattern that cannot be translated, or that could run away. */
export function toJavaScriptRegExp(pattern: string, flags: string): RegExp {
  if (pattern.length > longestPattern) throw new EvaluationError("the regular expression is too long");
  // Go's engine is linear; here a repeated group that itself repeats is refused instead of risking a hang.
  if (/\([^()]*[+*}][^()]*\)[+*{]/.test(pattern))
    throw new EvaluationError("the regular expression repeats a repetition");
  let all = flags.includes("u") ? flags : `${flags}u`;
  const body = pattern
    .replace(/^\(\?([ims]+)\)/, (_, set: string) => {
      all += set;
      return "";
    })
    .replaceAll("(?P<", "(?<")
    .replaceAll("[[:alpha:]]", "[A-Za-z]")
    .replaceAll("[[:digit:]]", "[0-9]")
    .replaceAll("[[:alnum:]]", "[0-9A-Za-z]")
    .replaceAll("[[:space:]]", "\\s")
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$");
  try {
    return new RegExp(body, all);
  } catch {
    // The u flag refuses needless escapes that Go allows.
    try {
      return new RegExp(body, all.replace("u", ""));
    } catch {
      throw new EvaluationError("the regular expression is not valid");
    }
  }
}

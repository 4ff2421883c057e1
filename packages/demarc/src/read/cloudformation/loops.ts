/** Puts the values of loop variables into a text. */
import { isUnknown, type Unknown, unknown } from "../../model/value.js";
import type { Loops } from "./stack.js";
import { asText } from "./values.js";

/** `${Name}` becomes the value, `&{Name}` the value without what a logical id may not hold. Unknown where a value is. */
export function replaceLoops(text: string, loops: Loops): string | Unknown {
  if (!text.includes("{")) return text;
  let result = text;
  for (const [name, value] of loops) {
    const plain = `\${${name}}`;
    const clean = `&{${name}}`;
    if (!result.includes(plain) && !result.includes(clean)) continue;
    if (isUnknown(value)) return unknown(value.because, value.references);
    const filled = asText(value) ?? "";
    result = result.replaceAll(plain, () => filled).replaceAll(clean, () => filled.replace(/[^A-Za-z0-9]/g, ""));
  }
  return result;
}

/** A name with the loop variables put in; as it is written where one of them is unknown. */
export function nameIn(text: string, loops: Loops): string {
  if (loops.size === 0) return text;
  const name = replaceLoops(text, loops);
  return isUnknown(name) ? text : name;
}

/** Three-valued logic (Kleene): what is unknown stays unknown unless the other side decides. */

export type Truth = "yes" | "no" | "unknown";

export function not(a: Truth): Truth {
  return a === "yes" ? "no" : a === "no" ? "yes" : "unknown";
}

export function and(a: Truth, b: Truth): Truth {
  if (a === "no" || b === "no") return "no";
  return a === "yes" && b === "yes" ? "yes" : "unknown";
}

export function or(a: Truth, b: Truth): Truth {
  return not(and(not(a), not(b)));
}

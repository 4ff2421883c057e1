/**
 * Sentences about what is not known. Components that are alike in all that is known share their answers; what each of its
 * unknowns hangs on may differ, for it names resources, and is put into the sentence for each.
 */

/** A sentence, or one in which the reason of one of a component's unknowns stands. */
export type Reason = string | { readonly before: string; readonly at: number; readonly after: string };

/** The sentence for a component with these reasons. */
export function sentenceOf(reason: Reason, reasons: readonly string[]): string {
  return typeof reason === "string" ? reason : reason.before + (reasons[reason.at] ?? "") + reason.after;
}

/**
 * Finds the reason that stands in a sentence. Undefined where it could be one of several: then the sentence holds for a
 * component with these very reasons alone.
 */
export function reasonIn(sentence: string, reasons: readonly string[]): Reason | undefined {
  const inside = reasons.filter((reason) => reason !== "" && sentence.includes(reason));
  const [first] = inside;
  if (first === undefined) return sentence;
  const longest = inside.reduce((a, b) => (b.length > a.length ? b : a), first);
  const isOne =
    inside.every((reason) => longest.includes(reason)) && inside.indexOf(longest) === inside.lastIndexOf(longest);
  const start = sentence.indexOf(longest);
  if (!isOne || sentence.includes(longest, start + 1)) return undefined;
  return {
    before: sentence.slice(0, start),
    at: reasons.indexOf(longest),
    after: sentence.slice(start + longest.length),
  };
}

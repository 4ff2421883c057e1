/** Tells of characters that decoding could not read. */
import type { Problem } from "../model/inventory.js";
import { createLineIndex } from "./line-index.js";

/** What a decoder writes in place of bytes that are no character. */
const replacement = "\uFFFD";

/**
 * The first place where a text has lost a character, or undefined where it has lost none. The rest of the file is still
 * read, so this is a warning.
 */
export function lostCharacter(file: string, text: string): Problem | undefined {
  const offset = text.indexOf(replacement);
  if (offset < 0) return undefined;
  const { line, column, excerpt, caret } = createLineIndex(text).positionOf(offset);
  return {
    severity: "warning",
    file,
    line,
    column,
    excerpt,
    caret,
    message: "Here is no character of UTF-8, or one that was lost when the text was converted; it is read as \uFFFD.",
    hint: "Save the file as UTF-8.",
  };
}

/** Text as a terminal shows it: without the escapes that an input may carry, and cut to a width. */

/** Control characters of a name (escape sequences, bells, line ends) shown as what they are, so that an input cannot drive the terminal. */
export function sanitize(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (letter) => {
    const code = letter.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\u2421";
  });
}

/** Columns that a text takes, with wide characters (CJK, emoji) as two and combining ones as none. */
export function widthOf(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let width = 0;
  for (const letter of text) width += letterWidth(letter.codePointAt(0) ?? 0);
  return width;
}

function letterWidth(code: number): number {
  const isInvisible =
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0x200b && code <= 0x200d) ||
    code === 0x2060 ||
    code === 0xfeff ||
    (code >= 0xfe00 && code <= 0xfe0f);
  if (isInvisible) return 0;
  const isWide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return isWide ? 2 : 1;
}

/** Cuts the middle out of a text that is too wide: the start and the end of an address say most. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 1) return "…".slice(0, width);
  const letters = [...text];
  const tail = Math.floor((width - 1) * 0.6);
  const start = fitting(letters, width - 1 - tail);
  const end = fitting(letters.toReversed(), tail).toReversed();
  return `${start.join("")}…${end.join("")}`;
}

/** The first letters, as many as fit. */
function fitting(letters: readonly string[], width: number): readonly string[] {
  let left = width;
  const end = letters.findIndex((letter) => {
    left -= widthOf(letter);
    return left < 0;
  });
  return end < 0 ? letters : letters.slice(0, end);
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** Breaks a text at spaces into lines of at most a width; a longer word is left whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}

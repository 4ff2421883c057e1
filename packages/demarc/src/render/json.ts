/** JSON: two spaces, keys in the order of the contract, what is undefined left out. */
export function toJson(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

/**
 * The same text as {@link toJson} gives, in pieces: lists directly below the top are written item by item, so that a result may
 * be longer than a text can be, and than the memory.
 */
export function* jsonPieces(data: object): Generator<string> {
  let separator = "{\n";
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined) continue;
    yield `${separator}  ${JSON.stringify(key)}: `;
    separator = ",\n";
    if (isIterable(value)) yield* listPieces(value);
    else yield indented(JSON.stringify(value, null, 2), "  ");
  }
  yield separator === "{\n" ? "{}\n" : "\n}\n";
}

function* listPieces(items: Iterable<unknown>): Generator<string> {
  let separator = "[\n    ";
  for (const item of items) {
    yield separator + indented(JSON.stringify(item, null, 2), "    ");
    separator = ",\n    ";
  }
  yield separator === "[\n    " ? "[]" : "\n  ]";
}

/** Line ends inside of texts are escaped in JSON, so all that are there are between its parts. */
function indented(text: string, indent: string): string {
  return text.replaceAll("\n", `\n${indent}`);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

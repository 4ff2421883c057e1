/** JSON: two spaces, keys in the order of the contract, what is undefined left out. */
export function toJson(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

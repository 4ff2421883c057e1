/** A list of type names, before and after. Pure. */

export interface ListChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The file's new text: its head, then every name once, sorted. */
  readonly text: string;
}

export function renewed(text: string, types: readonly string[]): ListChange {
  const lines = text.split("\n").filter((line) => line !== "");
  const before = new Set(lines.filter((line) => !line.startsWith("#")));
  const after = [...new Set(types)].sort();
  const now = new Set(after);
  const head = lines.filter((line) => line.startsWith("#"));
  return {
    added: after.filter((type) => !before.has(type)),
    removed: [...before].filter((type) => !now.has(type)),
    text: `${[...head, ...after].join("\n")}\n`,
  };
}

/** A line a type: its name, then the names of all its attributes and of those inside of it, sorted. */
export function attributesText(types: ReadonlyMap<string, ReadonlySet<string>>): string {
  const lines = [...types]
    .map(([type, names]) =>
      [type, ...[...names].filter((name) => !/^(internal_value|.*_input)$/.test(name)).sort()].join(" "),
    )
    .sort();
  return `# Attributes of each type, those of its blocks among them\n${lines.join("\n")}\n`;
}

/** The README shows what the built command line prints. `npm run golden` writes it anew. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { demarc } from "./run-cli.js";

const path = fileURLToPath(new URL("../README.md", import.meta.url));

/** A command as a user types it, and what stands below it; a last line of "…" says that there is more. */
const shown = /```\n\$ npx demarc ([^\n]+)\n([\s\S]*?)```/g;

test("every output in the README is what the command prints today", async () => {
  const text = readFileSync(path, "utf8");
  const commands = [...text.matchAll(shown)];
  expect(commands.length).toBeGreaterThan(3);
  const outputs = commands.map(([, args = "", before = ""]) => {
    const { stdout, code } = demarc(args.split(" "), { env: { NO_COLOR: "1", COLUMNS: "100" } });
    expect(code, args).toBe(0);
    const printed = stdout.trimEnd();
    if (!before.endsWith("…\n")) return `${printed}\n`;
    const lines = before.split("\n").length - 2;
    return `${printed.split("\n").slice(0, Math.max(lines, 6)).join("\n")}\n…\n`;
  });
  let at = 0;
  const expected = text.replace(shown, (_, args: string) => `\`\`\`\n$ npx demarc ${args}\n${outputs[at++]}\`\`\``);
  await expect(expected).toMatchFileSnapshot(path);
});

/** The whole way, with a server of this test's own in the place of endoflife.date. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askFolder, askSite, renewDates } from "./dates.js";

const before = `product: aws-thing
via:
  name: endoflife.date
  url: "https://endoflife.date/thing"
  license: MIT
  seen: 2026-08-22
  fields: { end: eolFrom }
milestones: { end: { name: end, about: Gone. } }
cycles:
  - { cycle: "1", end: 2026-01-31 }
`;
const path = "lifecycle/aws-thing.yaml";
const folder = mkdtempSync(join(tmpdir(), "demarc-dates-"));
let server: Server;
let site = "";
let body = "";

beforeAll(async () => {
  mkdirSync(join(folder, "lifecycle"));
  server = createServer((request, response) => {
    response.statusCode = request.url === "/api/v1/products/thing/" && body !== "" ? 200 : 404;
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  writeFileSync(join(folder, path), before);
  body = JSON.stringify({
    generated_at: "2026-12-01T08:00:00+00:00",
    result: { name: "thing", releases: [{ name: "1", releaseDate: "2024-01-01", eolFrom: "2026-06-30" }] },
  });
});

function now(): string {
  // Nothing is left lying about, whatever happened.
  expect(readdirSync(join(folder, "lifecycle"))).toEqual(["aws-thing.yaml"]);
  return readFileSync(join(folder, path), "utf8");
}

test("a file is renewed from the site's answer", async () => {
  expect(await renewDates(folder, path, askSite(site))).toMatchObject({
    kind: "renewed",
    product: "aws-thing",
    from: "thing of 2026-12-01",
    change: { changed: ["1: released 2024-01-01", "1: end 2026-01-31 → 2026-06-30"] },
  });
  expect(now()).toContain('  - { cycle: "1", released: 2024-01-01, end: 2026-06-30 }\n');
});

test("a saved answer does the same", async () => {
  writeFileSync(join(folder, "thing.json"), body);
  await renewDates(folder, path, askFolder(folder));
  expect(now()).toContain("end: 2026-06-30 }");
  rmSync(join(folder, "thing.json"));
});

test.each([
  ["the site has no such product", () => askSite(site), "", "answers 404"],
  ["the answer is a page", () => askSite(site), "<html>", "it is no JSON"],
  ["the site cannot be reached", () => askSite("http://127.0.0.1:1"), "", "cannot be reached"],
  ["no answer was saved", () => askFolder(folder), "", "has no thing.json"],
])("where %s the file stays as it was, and the reason is said", async (_, ask, answer, because) => {
  body = answer;
  const renewal = await renewDates(folder, path, ask());
  expect(renewal).toMatchObject({ kind: "left", product: "aws-thing" });
  expect(renewal).toHaveProperty("because", expect.stringContaining(because));
  expect(now()).toBe(before);
});

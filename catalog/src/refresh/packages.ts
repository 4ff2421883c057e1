/** npm packages whose files list all resource types of a provider: fetched as archives, never installed, never run. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { list, type ReadEntry } from "tar";
import type { TypeList } from "../type-lists.js";

/** Where a list comes from: the first package is asked first, the others are its successors or forerunners. */
export interface ListSource {
  readonly list: TypeList["list"];
  readonly packages: readonly string[];
  readonly typesIn: (archive: string) => readonly string[];
}

const bindings = (provider: string): readonly string[] => [
  `@cdktf/provider-${provider}`,
  `@cdktn/provider-${provider}`,
];

export const listSources: readonly ListSource[] = [
  { list: "types-cloudformation", packages: ["@aws-cdk/aws-service-spec"], typesIn: cloudFormationTypes },
  ...["aws", "azurerm", "google", "kubernetes"].map((provider) => ({
    list: `types-terraform-${provider}`,
    packages: bindings(provider),
    typesIn: terraformTypes,
  })),
];

/**
 * The archive of the package with the newest release, and its version; undefined where the registry has none of them.
 * `use` gets its path; the file is gone afterwards.
 */
export function withPackage<T>(names: readonly string[], use: (archive: string, version: string) => T): T | undefined {
  const newest = names
    .flatMap((name) => {
      const released = npm(["view", name, "name", "version", "time.modified", "--json"]);
      return released === undefined
        ? []
        : [JSON.parse(released) as { name: string; version: string; "time.modified": string }];
    })
    .sort((a, b) => (a["time.modified"] < b["time.modified"] ? 1 : -1))[0];
  if (newest === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "demarc-refresh-"));
  try {
    npm(["pack", `${newest.name}@${newest.version}`, "--pack-destination", folder, "--silent"]);
    const [file] = readdirSync(folder);
    return file === undefined ? undefined : use(join(folder, file), `${newest.name} ${newest.version}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function npm(args: readonly string[]): string | undefined {
  try {
    // On Windows npm is a script, which only a shell runs; no argument is a user's.
    return execFileSync("npm", args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      shell: process.platform === "win32",
    });
  } catch {
    return undefined;
  }
}

interface ServiceSpec {
  readonly schema: { readonly resource: { readonly entities: readonly { readonly cloudFormationType: string }[] } };
}

function cloudFormationTypes(archive: string): readonly string[] {
  const types: string[] = [];
  readEntries(
    archive,
    (path) => path.endsWith("/db.json.gz"),
    (content) => {
      const spec = JSON.parse(gunzipSync(content).toString("utf8")) as ServiceSpec;
      types.push(...spec.schema.resource.entities.map((entity) => entity.cloudFormationType));
    },
  );
  return types;
}

/** Each resource and each data source has a folder of its own; those of data sources begin with `data-`. */
function terraformTypes(archive: string): readonly string[] {
  const types: string[] = [];
  readEntries(
    archive,
    (path) => /^package\/lib\/(?!data-|provider\/)[^/]+\/index\.d\.ts$/.test(path),
    (content) => {
      for (const [, type = ""] of content.toString("utf8").matchAll(/static readonly tfResourceType = "([a-z0-9_]+)"/g))
        types.push(type);
    },
  );
  return types;
}

function readEntries(archive: string, isWanted: (path: string) => boolean, use: (content: Buffer) => void): void {
  list({
    file: archive,
    sync: true,
    filter: isWanted,
    onReadEntry(entry: ReadEntry) {
      const chunks: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
      entry.on("end", () => use(Buffer.concat(chunks)));
    },
  });
}

/** npm packages whose files list all resource types of a provider: fetched as archives, never installed, never run. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { list, type ReadEntry } from "tar";
import type { TypeList } from "../type-lists.js";

export type TypesWithAttributes = ReadonlyMap<string, ReadonlySet<string>>;

/** Where a list comes from: the first package is asked first, the others are its successors or forerunners. */
export interface ListSource {
  readonly list: TypeList["list"];
  readonly packages: readonly string[];
  /** Every type with the names of its attributes, those inside of it among them. */
  readonly typesIn: (archive: string) => TypesWithAttributes;
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

interface Properties {
  readonly [name: string]: { readonly type: unknown };
}

interface ServiceSpec {
  readonly schema: {
    readonly resource: {
      readonly entities: readonly { readonly cloudFormationType: string; readonly properties: Properties }[];
    };
    readonly typeDefinition: {
      readonly entities: readonly { readonly $id: string; readonly properties: Properties }[];
    };
  };
}

function cloudFormationTypes(archive: string): TypesWithAttributes {
  const types = new Map<string, ReadonlySet<string>>();
  readEntries(
    archive,
    (path) => path.endsWith("/db.json.gz"),
    (content) => {
      const { schema } = JSON.parse(gunzipSync(content).toString("utf8")) as ServiceSpec;
      const definitions = new Map(schema.typeDefinition.entities.map(({ $id, properties }) => [$id, properties]));
      for (const { cloudFormationType, properties } of schema.resource.entities) {
        const names = new Set<string>();
        addProperties(properties, definitions, names, new Set());
        types.set(cloudFormationType, names);
      }
    },
  );
  return types;
}

function addProperties(
  properties: Properties,
  definitions: ReadonlyMap<string, Properties>,
  names: Set<string>,
  seen: Set<string>,
): void {
  for (const [name, { type }] of Object.entries(properties)) {
    names.add(name);
    // Lists, maps and alternatives name their definitions somewhere inside.
    for (const [, id = ""] of JSON.stringify(type).matchAll(/"\$ref":"(\d+)"/g)) {
      if (seen.has(id)) continue;
      seen.add(id);
      addProperties(definitions.get(id) ?? {}, definitions, names, seen);
    }
  }
}

/** Each resource and each data source has a folder of its own; those of data sources begin with `data-`. */
function terraformTypes(archive: string): TypesWithAttributes {
  const types = new Map<string, Set<string>>();
  readEntries(
    archive,
    // Of a resource with much in it, the nested blocks have a file of their own.
    (path) => /^package\/lib\/(?!data-|provider\/)[^/]+\/index(-structs\/[^/]+)?\.d\.ts$/.test(path),
    (content, path) => {
      const text = content.toString("utf8");
      const [, folder = ""] = /^package\/lib\/([^/]+)\//.exec(path) ?? [];
      const names = types.get(folder) ?? new Set();
      types.set(folder, names);
      const [, type] = /static readonly tfResourceType = "([a-z0-9_]+)"/.exec(text) ?? [];
      if (type !== undefined) types.set(folder, names.add(`= ${type}`));
      for (const [, name = ""] of text.matchAll(/#([a-z0-9_]+)\}/g)) names.add(name);
      for (const [, name = ""] of text.matchAll(/^ {4}get ([A-Za-z0-9]+)\(\)/gm)) names.add(snakeCase(name));
    },
  );
  return new Map(
    [...types.values()].flatMap((names) => {
      const type = [...names].find((name) => name.startsWith("= "));
      return type === undefined ? [] : [[type.slice(2), new Set([...names].filter((name) => name !== type))] as const];
    }),
  );
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function readEntries(
  archive: string,
  isWanted: (path: string) => boolean,
  use: (content: Buffer, path: string) => void,
): void {
  list({
    file: archive,
    sync: true,
    filter: isWanted,
    onReadEntry(entry: ReadEntry) {
      const chunks: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
      entry.on("end", () => use(Buffer.concat(chunks), entry.path));
    },
  });
}

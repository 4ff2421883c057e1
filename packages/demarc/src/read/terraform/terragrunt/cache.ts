/**
 * Modules that Terragrunt has fetched: `.terragrunt-cache/<unit>/<source>/`, where `<source>` is a hash of the address
 * without its query, and a file beside the module holds a hash of the query. Only what both hashes vouch for is taken.
 */
import { createHash } from "node:crypto";
import type { SourceTree } from "../../source-tree.js";

/** The tree's folder of the module of a unit; undefined where it is not there, or is of another version. */
export function cachedModule(source: string, unit: string, tree: SourceTree): string | undefined {
  const [address = "", query = ""] = source.split("?");
  const [root = "", path = ""] = partsOf(address);
  const cache = unit === "" ? ".terragrunt-cache" : `${unit}/.terragrunt-cache`;
  const names = canonicalNames(root).flatMap((name) => [hashOf(name), hashOf(name.replace(/^git::/, ""))]);
  const version = hashOf(sortedQuery(query));
  const found = (tree.listAll(cache) ?? []).flatMap((file) => {
    const [, folder = "", name = ""] = versionFile.exec(file) ?? [];
    const isSame = names.includes(name) && tree.read(`${cache}/${file}`)?.trim() === version;
    return isSame ? [`${cache}/${folder}/${name}${path === "" ? "" : `/${path}`}`] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

const versionFile = /^([^/]+)\/([^/]+)\/\.terragrunt-source-version$/;

/** What is fetched, and the folder in it, which `//` divides. */
function partsOf(address: string): readonly [string, string] {
  const at = address.indexOf("//", address.indexOf("://") < 0 ? 0 : address.indexOf("://") + 3);
  return at < 0 ? [address, ""] : [address.slice(0, at), address.slice(at + 2).replace(/\/+$/, "")];
}

/** The forms that an address may be given in full, as Terragrunt writes them before it takes their hash. */
function canonicalNames(address: string): readonly string[] {
  const scp = /^(?:git::)?([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/.exec(address);
  if (scp !== null) return [`git::ssh://${scp[1]}/${scp[2]}`];
  if (/^(github|gitlab|bitbucket)\.(com|org)\//.test(address))
    return [`git::https://${address.replace(/\.git$/, "")}.git`];
  const registry = /^tfr:\/\/\/(.+)$/.exec(address);
  if (registry === null) return [address];
  return ["", "registry.terraform.io", "registry.opentofu.org"].map((host) => `tfr://${host}/${registry[1]}`);
}

function sortedQuery(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return parameters.toString();
}

function hashOf(text: string): string {
  return createHash("sha1").update(text).digest("base64url");
}

/** Where the module of a unit lies: `terraform { source = … }`. */
import { isUnknown, type Value } from "../../../model/value.js";
import type { SourceTree } from "../../source-tree.js";
import { cachedModule } from "./cache.js";
import type { Source } from "./config.js";
import { pathInTree, readableText } from "./paths.js";

export type ModulePlace =
  | { readonly kind: "folder"; readonly folder: string }
  /** Of a registry or a repository, as a call of Terraform would name it. */
  | { readonly kind: "remote"; readonly source: string; readonly version: string | undefined }
  /** `what` names it as a module call would; `because` is a phrase. */
  | { readonly kind: "elsewhere"; readonly what: string; readonly because: string };

/** @param folder of the unit, which a relative source is relative to, wherever it is written */
export function placeOf(source: Source, folder: string, tree: SourceTree): ModulePlace {
  const { value } = source;
  if (typeof value !== "string") {
    const because = isUnknown(value)
      ? `its source is not known: ${readableText(value.because)}`
      : "its source is no text";
    return { kind: "elsewhere", what: "module", because };
  }
  const local = localFolder(value, folder);
  if (local !== undefined && hasTerraform(local, tree)) return { kind: "folder", folder: local };
  if (isRemoteSource(value)) {
    const cached = cachedModule(value, folder, tree);
    const isThere = cached !== undefined && hasTerraform(cached, tree);
    return isThere ? { kind: "folder", folder: cached } : remotePlace(value, source.version);
  }
  if (local === undefined) return { kind: "elsewhere", what: "module", because: "it lies outside of the given path" };
  const because = "its folder has no Terraform files, or lies outside of the given path";
  return { kind: "elsewhere", what: `module ${local}`, because };
}

/** `//` says how much is copied, and leads on like `/`; what follows a `?` steers the download. */
function localFolder(text: string, folder: string): string | undefined {
  if (isRemoteSource(text)) return undefined;
  const [path = ""] = text.replace(/^file:\/\//, "").split("?");
  return pathInTree(path, folder);
}

function isRemoteSource(text: string): boolean {
  if (text.startsWith("file://")) return false;
  return /^[\w+.-]+::|^[\w+.-]+:\/\/|^[^/]+@|^[\w-]+(\.[\w-]+)+\/|^[^/.]*:/.test(text);
}

/** `tfr:///terraform-aws-modules/vpc/aws?version=5.0.0` is `terraform-aws-modules/vpc/aws` in version 5.0.0. */
function remotePlace(text: string, version: Value): ModulePlace {
  const asked = typeof version === "string" ? version : undefined;
  const match = /^tfr:\/\/([^/?]*)\/([^?]*)(?:\?version=(.*))?$/.exec(text);
  if (match === null) return { kind: "remote", source: text, version: asked };
  const [, host = "", path = "", own] = match;
  return { kind: "remote", source: host === "" ? path : `${host}/${path}`, version: own ?? asked };
}

function hasTerraform(folder: string, tree: SourceTree): boolean {
  return (tree.list(folder) ?? []).some((name) => /\.(tf|tofu)(\.json)?$/.test(name));
}

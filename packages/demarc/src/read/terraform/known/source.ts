/** The many ways to name one module: by a registry, or by the repository that the registry takes it from. */

export interface ModuleSource {
  /** `namespace/name/provider`, with `//path` for a submodule; in small letters, as registries do not tell them apart. */
  readonly module: string;
  /** What a repository's address pins by `?ref=`. */
  readonly ref?: string;
}

const registries = new Set(["registry.terraform.io", "registry.opentofu.org"]);

/**
 * The module of a public registry that a source names; undefined for any other source.
 *
 * @example moduleSource("git::https://github.com/acme/terraform-aws-vpc.git?ref=v1.2.0") // { module: "acme/vpc/aws", ref: "v1.2.0" }
 */
export function moduleSource(text: string): ModuleSource | undefined {
  return fromRegistry(text) ?? fromRepository(text);
}

function fromRegistry(text: string): ModuleSource | undefined {
  const match = /^(?:([\w-]+(?:\.[\w-]+)+)\/)?([\w-]+)\/([\w-]+)\/([\w-]+)(?:\/\/(.+))?$/.exec(text);
  if (match === null) return undefined;
  const [, host, namespace, name, provider, path] = match;
  if (host !== undefined && !registries.has(host.toLowerCase())) return undefined;
  return { module: nameOf(`${namespace}/${name}/${provider}`, path) };
}

/** A registry takes `namespace/name/provider` from the repository `namespace/terraform-provider-name` on GitHub. */
function fromRepository(text: string): ModuleSource | undefined {
  const [address = "", query = ""] = text.replace(/^git::/, "").split("?");
  const match =
    /^(?:https:\/\/(?:[\w.-]+@)?|ssh:\/\/git@|git@)?(?:www\.)?github\.com[/:]([\w-]+)\/terraform-([a-z0-9]+)-([\w-]+?)(?:\.git)?(?:\/\/(.+))?$/i.exec(
      address,
    );
  if (match === null) return undefined;
  const [, namespace, provider, name, path] = match;
  const ref = new URLSearchParams(query).get("ref");
  return { module: nameOf(`${namespace}/${name}/${provider}`, path), ...(ref === null ? {} : { ref }) };
}

function nameOf(module: string, path: string | undefined): string {
  const inner = path?.replace(/^\/+|\/+$/g, "") ?? "";
  return (inner === "" ? module : `${module}//${inner}`).toLowerCase();
}

/** Tells Terraform's JSON from other files by its beginning, and what is near to it and cannot be read. */

/** How much of a file's beginning is enough to tell. */
export const headSize = 1 << 16;

/**
 * Whether a text that begins so is a plan or a state in JSON. Terraform writes its version first; tools that sort keys put
 * the configuration first.
 */
export function looksLikeTerraformJson(head: string): boolean {
  if (!/^\s*\{/.test(head)) return false;
  if (/"(planned_values|prior_state|resource_changes)"\s*:/.test(head)) return true;
  if (/^\s*\{\s*"(format_version|applyable)"\s*:/.test(head)) return true;
  if (/"configuration"\s*:\s*\{\s*"(provider_config|root_module)"/.test(head)) return true;
  const isState =
    /"(lineage|serial)"\s*:/.test(head) && /"(terraform_version|version|outputs|modules|resources)"\s*:/.test(head);
  return isState || (/"terraform_version"\s*:/.test(head) && /"(values|version|resources|modules)"\s*:/.test(head));
}

export interface NearMiss {
  readonly message: string;
  readonly hint: string;
}

const howToMake = "Make a plan as JSON: terraform plan -out tfplan, then terraform show -json tfplan > plan.json";

/** What a file is that somebody may take for a plan in JSON; undefined for all others. */
export function nearMissOf(head: string): NearMiss | undefined {
  if (head.startsWith("PK\u0003\u0004"))
    return {
      message: "is a plan as Terraform keeps it, or another archive, not JSON",
      hint: "Make JSON of it: terraform show -json tfplan > plan.json",
    };
  if (/^\s*\{\s*"@(level|message|module)"\s*:/.test(head))
    return { message: "is the log of a run (terraform plan -json), not the plan itself", hint: howToMake };
  const at = head.search(/\{\s*"(format_version|terraform_version|planned_values)"\s*:/);
  if (at > 0 && !/^\s*\{/.test(head)) {
    const line = head.slice(0, at).split("\n").length;
    return {
      message: `has a plan or state in it, but other output around it: the JSON begins in line ${line}`,
      hint: `Keep the JSON alone. ${howToMake}`,
    };
  }
  if (
    /^(Terraform|OpenTofu) (used the selected providers|will perform the following actions)|^\s*# \S+ will be (created|destroyed|updated)/m.test(
      head,
    )
  )
    return { message: "is a plan as it is shown to people, not JSON", hint: howToMake };
  return undefined;
}

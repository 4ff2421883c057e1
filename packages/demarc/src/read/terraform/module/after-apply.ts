/** What a resource has only once it exists, and what a data source computes from its configuration alone. */
import { isUnknown, type Reference, surelySet, type Unknown, unknown, type Value } from "../../../model/value.js";
import { markIdentity } from "../evaluate/objects.js";
import type { Scope } from "../evaluate/scope.js";
import { evaluateBody, evaluateOne } from "./body.js";
import type { ResourceDeclaration } from "./declarations.js";
import { policyDocument, policyDocumentType } from "./policy-document.js";

/** An attribute of an instance that its configuration leaves out, sets to null, or gives as unknown. */
export function afterApply(
  declaration: ResourceDeclaration,
  at: Reference & { readonly attribute: string },
  configured: Value | undefined,
  scope: Scope,
): Value {
  const known = computed(declaration, at.attribute, scope);
  if (known !== undefined) return known;
  const after = declaration.mode === "data" ? "is looked up when Terraform runs" : "is known only after apply";
  const because = `${at.address}.${at.attribute} ${after}`;
  return isUnknown(configured) ? asConfigured(because, at, configured) : given(because, declaration, at);
}

/** An attribute that its configuration gives as unknown may also be null. */
function asConfigured(because: string, at: Reference & { readonly attribute: string }, configured: Unknown): Unknown {
  const value = unknown(because, [at], configured.encoded);
  return configured.isSet ? surelySet(value) : value;
}

function given(
  because: string,
  declaration: ResourceDeclaration,
  at: Reference & { readonly attribute: string },
): Unknown {
  const value = unknown(because, [at]);
  if (!alwaysGiven.has(at.attribute)) return value;
  if (declaration.mode === "data" || !identifying.has(at.attribute)) return surelySet(value);
  return markIdentity(surelySet(value), { type: declaration.type, address: at.address, attribute: at.attribute });
}

/** Attributes that no resource lacks once it exists. Any other may stay null where its configuration leaves it out. */
const alwaysGiven = new Set([
  "arn",
  "dns_name",
  "endpoint",
  "fqdn",
  "id",
  "invoke_arn",
  "key_id",
  "name",
  "qualified_arn",
  "self_link",
  "unique_id",
  "url",
]);

const identifying = new Set(["arn", "id"]);

function computed(declaration: ResourceDeclaration, attribute: string, scope: Scope): Value | undefined {
  // A resource of Terraform's own that holds what it is given.
  if (declaration.mode === "managed" && declaration.type === "terraform_data" && attribute === "output")
    return evaluateOne(declaration.block.body, "input", scope) ?? null;
  const isPolicy =
    declaration.mode === "data" && declaration.type === policyDocumentType && /^(minified_)?json$/.test(attribute);
  return isPolicy ? policyDocument(evaluateBody(declaration.block.body, scope).attributes) : undefined;
}

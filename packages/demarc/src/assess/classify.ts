/** Which resource is a component of which service, which is a part and of what, and which the catalog does not know. */
import type { Claim } from "@demarc/catalog/types";
import type { Catalog } from "../catalog/catalog.js";
import { evaluateText, truthOf } from "../condition/condition.js";
import { present } from "../condition/present.js";
import type { Resource } from "../model/inventory.js";
import type { Truth } from "../model/logic.js";
import type { Address } from "../model/value.js";
import { joinParts } from "./join-parts.js";
import { type Node, noDoubts, noParts, noSubjects } from "./node.js";
import { claimsByNamespace } from "./unlisted.js";

export interface Classification {
  readonly nodes: ReadonlyMap<Address, Node>;
  readonly components: readonly Node[];
  readonly parts: readonly Node[];
  readonly utility: readonly Resource[];
  readonly unclassified: readonly Resource[];
  readonly dataSources: readonly Resource[];
  readonly faults: readonly string[];
}

export function classify(resources: readonly Resource[], catalog: Catalog): Classification {
  const nodes = new Map<Address, Node>();
  const utility: Resource[] = [];
  const unclassified: Resource[] = [];
  const dataSources: Resource[] = [];
  const faults: string[] = [];
  const claimsOn = createClaims(catalog, faults);
  for (const resource of resources) {
    if (resource.mode === "data") {
      dataSources.push(resource);
      continue;
    }
    const { claims, isCertain } = claimsOn(resource);
    if (claims.length === 0) {
      if (isUtility(resource.type, catalog)) utility.push(resource);
      else unclassified.push(resource);
      continue;
    }
    const isComponent = claims.some((claim) => claim.role === "component" && claim.standalone !== true);
    nodes.set(resource.address, {
      resource,
      claims,
      isCertain,
      isComponent,
      parts: noParts,
      unsureParts: noDoubts,
      attached: false,
      subjects: noSubjects,
    });
  }
  const all = [...nodes.values()];
  joinParts(all, nodes, catalog);
  return {
    nodes,
    components: all.filter((node) => node.isComponent),
    parts: all.filter((node) => !node.isComponent),
    utility,
    unclassified,
    dataSources,
    faults,
  };
}

interface Claims {
  readonly claims: readonly Claim[];
  /** Whether each of them surely holds. */
  readonly isCertain: boolean;
}

const unclaimed: Claims = { claims: [], isCertain: true };

/** Makes the function that finds who claims a resource; where no condition has to be asked, that is told by its type. */
function createClaims(catalog: Catalog, faults: string[]): (resource: Resource) => Claims {
  const byType = new Map<string, Claims | "conditional">();
  /** One for all resources of a type with the same outcome. */
  const byOutcome = new Map<string, Claims>();
  return (resource) => {
    let known = byType.get(resource.type);
    if (known === undefined) {
      known = ofType(resource.type);
      byType.set(resource.type, known);
    }
    return known === "conditional" ? conditional(resource) : known;
  };

  function ofType(type: string): Claims | "conditional" {
    const claims = catalog.claimsOn(type);
    if (claims.length === 0) {
      const byNamespace = isUtility(type, catalog) ? [] : claimsByNamespace(type, catalog);
      // What points to it cannot tell what it points to.
      return byNamespace.length === 0 ? unclaimed : { claims: byNamespace, isCertain: false };
    }
    return claims.some((claim) => claim.when !== undefined) ? "conditional" : { claims, isCertain: true };
  }

  function conditional(resource: Resource): Claims {
    const all = catalog.claimsOn(resource.type);
    const truths = all.map((claim) => truthOfClaim(claim, resource));
    const key = `${resource.type} ${truths.join(" ")}`;
    let known = byOutcome.get(key);
    if (known === undefined) {
      known = {
        claims: all.filter((_, at) => truths[at] !== "no"),
        isCertain: truths.every((truth) => truth !== "unknown"),
      };
      byOutcome.set(key, known);
    }
    return known;
  }

  function truthOfClaim(claim: Claim, resource: Resource): Truth {
    if (claim.when === undefined) return "yes";
    const truth = truthOf(
      evaluateText(claim.when, (variable, shape) => (variable === "it" ? present(resource.attributes, shape) : null)),
    );
    if (typeof truth === "string") return truth;
    faults.push(`${claim.service}: the condition of the claim on ${resource.type} ${truth.fault}`);
    return "unknown";
  }
}

export function isUtility(type: string, catalog: Catalog): boolean {
  return catalog.core.utility.some((entry) =>
    entry.types.some((name) => (name.endsWith("_") || name.endsWith("::") ? type.startsWith(name) : type === name)),
  );
}

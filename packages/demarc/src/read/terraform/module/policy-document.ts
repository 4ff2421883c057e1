/**
 * `data.aws_iam_policy_document.x.json` is computed from its configuration alone, so its structure is known:
 * statements with their effect, actions, resources and principals, in the JSON form of IAM.
 */
import {
  emptyMap,
  isList,
  isMap,
  isUnknown,
  surelySet,
  type Unknown,
  unknown,
  type Value,
} from "../../../model/value.js";

export const policyDocumentType = "aws_iam_policy_document";

/** What a document is made of, for those who keep only what is asked for. */
export const policyDocumentReads: ReadonlyMap<string, "value" | "blocks"> = new Map([
  ["version", "value"],
  ["source_policy_documents", "value"],
  ["override_policy_documents", "value"],
  ["statement", "blocks"],
]);

export function policyDocument(attributes: { readonly [key: string]: Value }): Unknown {
  // Further statements may come from documents that are merged in, which this does not follow.
  if (mergesOthers(attributes.source_policy_documents) || mergesOthers(attributes.override_policy_documents)) {
    return surelySet(unknown("a policy document that merges others is made when Terraform runs"));
  }
  const statements = attributes.statement;
  const document = emptyMap();
  document.Version = attributes.version ?? "2012-10-17";
  document.Statement = isList(statements) ? statements.map(policyStatement) : (statements ?? []);
  return surelySet(unknown("a policy document is made when Terraform runs", [], document));
}

function mergesOthers(documents: Value | undefined): boolean {
  return documents !== undefined && documents !== null && !(isList(documents) && documents.length === 0);
}

const renamed = {
  actions: "Action",
  not_actions: "NotAction",
  resources: "Resource",
  not_resources: "NotResource",
} as const;

function policyStatement(statement: Value): Value {
  if (!isMap(statement)) return statement;
  const result = emptyMap();
  result.Effect = statement.effect ?? "Allow";
  for (const [from, to] of Object.entries(renamed)) {
    const value = statement[from];
    if (value !== undefined && value !== null) result[to] = value;
  }
  const conditions = statement.condition ?? [];
  if (!isList(conditions) || conditions.length > 0) result.Condition = conditionsOf(conditions);
  for (const [from, to] of [
    ["principals", "Principal"],
    ["not_principals", "NotPrincipal"],
  ] as const) {
    const principals = statement[from] ?? [];
    if (!isList(principals) || principals.length > 0) result[to] = principalsOf(principals);
  }
  return result;
}

/** `condition { test, variable, values }` blocks in IAM's form: { test: { variable: values } }. */
function conditionsOf(conditions: Value): Value {
  if (!isList(conditions)) return conditions;
  const tests = emptyMap<Record<string, Value>>();
  for (const condition of conditions) {
    if (isUnknown(condition)) return condition;
    const { test = null, variable = null, values = null } = isMap(condition) ? condition : {};
    if (typeof test !== "string" || typeof variable !== "string") {
      return [test, variable].find(isUnknown) ?? unknown("what a condition tests is not known");
    }
    tests[test] ??= emptyMap();
    (tests[test] as Record<string, Value>)[variable] = values;
  }
  return tests;
}

/** Principals by type; unknown as a whole where a type is, for it may be anybody. */
function principalsOf(principals: Value): Value {
  if (!isList(principals)) return principals;
  const result = emptyMap();
  for (const principal of principals) {
    if (!isMap(principal) || typeof principal.type !== "string") {
      const type = isMap(principal) ? (principal.type ?? null) : principal;
      return isUnknown(type) ? type : unknown("the type of a principal is not known");
    }
    result[principal.type] = joined(result[principal.type], principal.identifiers ?? null);
  }
  return Object.hasOwn(result, "*") ? "*" : result;
}

function joined(before: Value | undefined, more: Value): Value {
  if (before === undefined) return more;
  // Beside an unknown list, the items that are known are not all there are.
  return isList(before) && isList(more) ? [...before, ...more] : ([before, more].find(isUnknown) ?? more);
}

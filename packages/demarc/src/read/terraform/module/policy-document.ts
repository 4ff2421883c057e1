/**
 * `data.aws_iam_policy_document.x.json` is computed from its configuration alone, so its structure is known:
 * statements with their effect, actions, resources and principals, in the JSON form of IAM.
 */
import { emptyMap, isList, isMap, unknown, type Value } from "../../../model/value.js";

export function policyDocument(attributes: { readonly [key: string]: Value }): Value {
  const statements = attributes.statement;
  const document = emptyMap();
  document.Version = "2012-10-17";
  document.Statement = isList(statements) ? statements.map(policyStatement) : (statements ?? []);
  // Further statements may come from documents that are merged in, which this does not follow.
  if (attributes.source_policy_documents !== undefined || attributes.override_policy_documents !== undefined) {
    return unknown("a policy document that merges others is made when Terraform runs");
  }
  return unknown("a policy document is made when Terraform runs", [], document);
}

function policyStatement(statement: Value): Value {
  if (!isMap(statement)) return statement;
  const result = emptyMap();
  result.Effect = statement.effect ?? "Allow";
  const renamed = { actions: "Action", not_actions: "NotAction", resources: "Resource", not_resources: "NotResource" };
  for (const [from, to] of Object.entries(renamed)) {
    const value = statement[from];
    if (value !== undefined) result[to] = value;
  }
  if (isList(statement.principals)) result.Principal = principalsOf(statement.principals);
  if (isList(statement.condition)) result.Condition = conditionsOf(statement.condition);
  return result;
}

/** `condition { test, variable, values }` blocks in IAM's form: { test: { variable: values } }. */
function conditionsOf(conditions: readonly Value[]): Value {
  const tests = emptyMap<Record<string, Value>>();
  for (const condition of conditions) {
    if (!isMap(condition) || typeof condition.test !== "string" || typeof condition.variable !== "string") continue;
    tests[condition.test] ??= emptyMap();
    (tests[condition.test] as Record<string, Value>)[condition.variable] = condition.values ?? null;
  }
  return tests;
}

function principalsOf(principals: readonly Value[]): Value {
  const result = emptyMap();
  for (const principal of principals) {
    if (isMap(principal) && typeof principal.type === "string") result[principal.type] = principal.identifiers ?? null;
  }
  return Object.hasOwn(result, "*") ? "*" : result;
}

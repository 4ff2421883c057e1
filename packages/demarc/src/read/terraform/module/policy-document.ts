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
import { fromJson } from "../functions/json.js";

export const policyDocumentType = "aws_iam_policy_document";

/** What a document is made of, for those who keep only what is asked for. */
export const policyDocumentReads: ReadonlyMap<string, "value" | "blocks"> = new Map([
  ["version", "value"],
  ["source_policy_documents", "value"],
  ["override_policy_documents", "value"],
  ["statement", "blocks"],
]);

export function policyDocument(attributes: { readonly [key: string]: Value }): Unknown {
  const own = emptyMap();
  own.Version = attributes.version ?? "2012-10-17";
  own.Statement = statementsOf(attributes.statement);
  // In the order in which they are merged; the oldest form has one text for each side.
  const parts = [
    ...documentsIn(attributes.source_policy_documents ?? attributes.source_json),
    own,
    ...documentsIn(attributes.override_policy_documents ?? attributes.override_json),
  ];
  const statements = parts.length === 1 ? own.Statement : mergedStatements(parts);
  const document = emptyMap();
  document.Version = own.Version;
  document.Statement = statements;
  return surelySet(unknown("a policy document is made when Terraform runs", [], document));
}

function statementsOf(statements: Value | undefined): Value {
  return isList(statements) ? statements.map(policyStatement) : (statements ?? []);
}

/** Documents that are merged in, each as the structure that its text encodes, or unknown. */
function documentsIn(texts: Value | undefined): readonly Value[] {
  if (isList(texts)) return texts.flatMap((text) => (text === null ? [] : [decoded(text)]));
  return texts === undefined || texts === null || texts === "" ? [] : [decoded(texts)];
}

function decoded(text: Value): Value {
  if (isUnknown(text)) return text.encoded ?? text;
  try {
    return typeof text === "string" ? fromJson(JSON.parse(text)) : text;
  } catch {
    return unknown("a policy document that is merged in is no JSON");
  }
}

/** A statement takes the place of an earlier one with the same Sid; the others are added. */
function mergedStatements(documents: readonly Value[]): Value {
  const merged: Value[] = [];
  for (const document of documents) {
    const statements = isMap(document) ? (document.Statement ?? []) : document;
    // What is not known may have statements, and may take the place of any.
    if (isUnknown(statements)) return unknown(statements.because, statements.references);
    for (const statement of isList(statements) ? statements : [statements]) {
      const place = placeOf(statement, merged);
      if (isUnknown(place)) return place;
      if (place < 0) merged.push(statement);
      else merged[place] = statement;
    }
  }
  return merged;
}

/** Of an earlier statement with the same Sid, or -1; unknown where a Sid is. */
function placeOf(statement: Value, earlier: readonly Value[]): number | Unknown {
  const own = sidOf(statement);
  if (earlier.length === 0 || own === "") return -1;
  if (isUnknown(own)) return own;
  const sids = earlier.map(sidOf);
  return sids.find(isUnknown) ?? sids.indexOf(own);
}

function sidOf(statement: Value): Value {
  if (isUnknown(statement)) return statement;
  return isMap(statement) ? (statement.Sid ?? "") : "";
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
  if (statement.sid !== undefined && statement.sid !== null && statement.sid !== "") result.Sid = statement.sid;
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

/** Names of CloudFormation's functions → what works them out. */
import type { YamlNode } from "../yaml/node.js";
import type { Place } from "../yaml/source.js";
import { findInMap, ifElse } from "./choices.js";
import { CONDITION_FUNCTIONS, truthOf } from "./conditions.js";
import { getAtt, ref, sub } from "./references.js";
import { type Evaluated, mistake, type Scope } from "./stack.js";
import { base64, cidr, join, length, select, split, toJsonString } from "./texts.js";
import { unknownOf } from "./values.js";

/** `at` is where the function stands, for problems. */
type Intrinsic = (argument: YamlNode, scope: Scope, at: Place) => Evaluated;

/** `Ref`, `Fn::Sub`, …; `undefined` for a name that is no function. */
export function intrinsicNamed(name: string): Intrinsic | undefined {
  return INTRINSICS.get(name);
}

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ["Ref", ref],
  ["Fn::GetAtt", getAtt],
  ["Fn::Sub", sub],
  ["Fn::Join", join],
  ["Fn::Split", split],
  ["Fn::Select", select],
  ["Fn::Base64", base64],
  ["Fn::Cidr", cidr],
  ["Fn::Length", length],
  ["Fn::ToJsonString", toJsonString],
  ["Fn::If", ifElse],
  ["Fn::FindInMap", findInMap],
  ["Fn::GetAZs", unknownFor("the zones of a region are known only at deployment")],
  ["Fn::GetStackOutput", unknownFor("the output of another stack is known only at deployment")],
  ["Fn::ImportValue", unknownFor("the export of another stack is known only at deployment")],
  ["Fn::Transform", unknownFor("a transform makes it")],
  ["Fn::RefAll", unknownFor("the parameters of a type are known only at deployment")],
  ["Fn::ValueOf", unknownFor("an attribute of a parameter is known only at deployment")],
  ["Fn::ValueOfAll", unknownFor("an attribute of parameters is known only at deployment")],
  [
    "Condition",
    (argument, scope, at) =>
      argument.kind === "scalar"
        ? truthOf(argument.text, scope, at)
        : mistake(scope, at, "Condition takes the name of a condition."),
  ],
  ...CONDITION_FUNCTIONS,
]);

/** Its argument is evaluated all the same, for the references in it. */
function unknownFor(because: string): Intrinsic {
  return (argument, scope) => {
    const inside = scope.stack.session.evaluate(argument, scope);
    return unknownOf([inside], because);
  };
}

/** Functions of Terraform's own provider. Its other two lay out text in columns, which nothing asks for. */
import type { Value } from "../../../model/value.js";
import { evaluate } from "../evaluate/expression.js";
import { moduleWithout, type Scope } from "../evaluate/scope.js";
import { EvaluationError, mapOf } from "../evaluate/value-tools.js";
import { parseHcl } from "../hcl/parse.js";
import type { FunctionTable } from "./call.js";
import { asText, whole } from "./define.js";

export const provider: FunctionTable = {
  "provider::terraform::decode_tfvars": whole(1, 1, ([text]) => decodedVariables(asText(text))),
};

/** @throws EvaluationError for what is no file of variables */
function decodedVariables(text: string): Value {
  const { body, errors } = parseHcl(text);
  if (errors.length > 0 || body.blocks.length > 0)
    throw new EvaluationError("decode_tfvars() takes a file of variables");
  return mapOf(body.attributes.map(({ name, value }): [string, Value] => [name, evaluate(value, constants)]));
}

const constants: Scope = { module: moduleWithout(refuse), names: undefined };

function refuse(): never {
  throw new EvaluationError("a file of variables holds constants only");
}

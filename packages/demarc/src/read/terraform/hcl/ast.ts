/** The syntax tree of HCL's native syntax. Positions are offsets into the source, in UTF-16 units; `read/line-index.ts` turns them into lines. */

interface Node {
  readonly start: number;
  readonly end: number;
}

export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

export interface Attribute extends Node {
  readonly name: string;
  readonly value: Expression;
}

export interface Block extends Node {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||";

export type Expression =
  | Literal
  | Template
  | Variable
  | GetAttribute
  | Index
  | Splat
  | SplatItem
  | Call
  | Binary
  | Unary
  | Conditional
  | Tuple
  | ObjectExpression
  | For
  | Parentheses
  | TemplateFor
  | TemplateIf;

export interface Literal extends Node {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
}
/** A quoted or heredoc template with at least one interpolation or directive; one without is a literal string. */
export interface Template extends Node {
  readonly kind: "template";
  readonly parts: readonly Expression[];
  /** `"${x}"`, a lone interpolation: its value keeps its type. */
  readonly wrapped: boolean;
}
/** The root of a traversal: `var`, `local`, `aws_instance`, `each`, a `for` variable. */
export interface Variable extends Node {
  readonly kind: "variable";
  readonly name: string;
}
export interface GetAttribute extends Node {
  readonly kind: "get";
  readonly from: Expression;
  readonly name: string;
}
/** `a[k]`, and the legacy `a.0`, whose key is a number literal. */
export interface Index extends Node {
  readonly kind: "index";
  readonly from: Expression;
  readonly key: Expression;
}
/** `from[*]each` (full) or `from.*each`. Inside `each` the item is a `splat-item`. */
export interface Splat extends Node {
  readonly kind: "splat";
  readonly from: Expression;
  readonly each: Expression;
  readonly full: boolean;
}
export interface SplatItem extends Node {
  readonly kind: "splat-item";
}
export interface Call extends Node {
  readonly kind: "call";
  /** With `::` for a provider's or OpenTofu's namespaced functions. */
  readonly name: string;
  readonly args: readonly Expression[];
  /** `f(list...)`: the last argument is spread. */
  readonly expand: boolean;
}
export interface Binary extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Unary extends Node {
  readonly kind: "unary";
  readonly operator: "-" | "!";
  readonly operand: Expression;
}
export interface Conditional extends Node {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
}
export interface Tuple extends Node {
  readonly kind: "tuple";
  readonly items: readonly Expression[];
}
export interface ObjectExpression extends Node {
  readonly kind: "object";
  /** A bare identifier key is a string literal; `(expr)` stays a `parentheses`. */
  readonly items: readonly ObjectItem[];
}
export interface ObjectItem {
  readonly key: Expression;
  readonly value: Expression;
}
export interface For extends Node {
  readonly kind: "for";
  readonly keyVariable?: string;
  readonly valueVariable: string;
  readonly collection: Expression;
  /** Set for the object form `{ for … : key => value }`. */
  readonly key?: Expression;
  readonly value: Expression;
  /** `...` after the value: values of equal keys are gathered in lists. */
  readonly grouped: boolean;
  readonly condition?: Expression;
}
export interface Parentheses extends Node {
  readonly kind: "parentheses";
  readonly inner: Expression;
}
/** `%{ for k, v in c }…%{ endfor }` in a template. */
export interface TemplateFor extends Node {
  readonly kind: "template-for";
  readonly keyVariable?: string;
  readonly valueVariable: string;
  readonly collection: Expression;
  readonly parts: readonly Expression[];
}
/** `%{ if c }…%{ else }…%{ endif }` in a template. */
export interface TemplateIf extends Node {
  readonly kind: "template-if";
  readonly condition: Expression;
  readonly then: readonly Expression[];
  readonly else: readonly Expression[];
}

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HCL templates look like those of JavaScript
/** Inputs for the differential test: files made by HCL's grammar, the same with mistakes put in, and tokens at random. */
import fc from "fast-check";
import { configurations } from "./oracle/configurations.js";

type Text = fc.Arbitrary<string>;

/** Files that are valid but for rare accidents. */
export function files(): Text {
  const ending = fc.constantFrom("\n", "\n", "\n", "\r\n");
  return fc
    .tuple(fc.constantFrom("", "", "", "\ufeff"), rules().body, ending)
    .map(([mark, text, end]) => mark + text.replaceAll("\n", end));
}

/** Expressions, on one line or several. */
export function expressions(): Text {
  return rules().expression;
}

/** Whole root modules as people write them, with variables, locals, resources and module calls. */
export function realFiles(): Text {
  const ending = fc.constantFrom("\n", "\n", "\r\n");
  const modules = configurations().map((all) => Object.values(all).join("\n"));
  return fc.tuple(modules, ending).map(([text, end]) => text.replaceAll("\n", end));
}

/** The texts with a few of their bytes changed, doubled or dropped; what is then no UTF-8 is a replacement character. */
export function byteMutants(texts: Text): Text {
  const change = fc.tuple(fc.nat(), fc.constantFrom("set", "double", "drop"), fc.integer({ min: 0, max: 255 }));
  return fc.tuple(texts, fc.array(change, { minLength: 1, maxLength: 3 })).map(([text, changes]) => {
    let bytes = [...Buffer.from(text)];
    for (const [where, kind, byte] of changes) {
      const at = bytes.length === 0 ? 0 : where % bytes.length;
      const old = bytes.slice(at, at + 1);
      const now = kind === "set" ? [byte] : kind === "double" ? [...old, ...old] : [];
      bytes = [...bytes.slice(0, at), ...now, ...bytes.slice(at + 1)];
    }
    return Buffer.from(bytes).toString();
  });
}

/** Files with characters deleted, inserted or swapped, or a few cut out. */
export function mutants(base: Text = files()): Text {
  const mutation = fc.tuple(
    fc.nat(),
    fc.constantFrom("delete", "insert", "swap", "cut"),
    fc.constantFrom(...SPRINKLES),
  );
  return fc.tuple(base, fc.array(mutation, { minLength: 1, maxLength: 3 })).map(([source, mutations]) => {
    let text = source;
    for (const [where, kind, sprinkle] of mutations) {
      const at = text.length === 0 ? 0 : where % text.length;
      if (kind === "insert") text = text.slice(0, at) + sprinkle + text.slice(at);
      else if (kind === "cut") text = text.slice(0, at) + text.slice(at + sprinkle.length * 3);
      else if (kind === "delete") text = text.slice(0, at) + text.slice(at + 1);
      else text = text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2);
    }
    return Buffer.from(text).toString(); // a pair of surrogates that was cut apart is no text
  });
}

/** An attribute whose value is tokens in any order. */
export function tokens(): Text {
  const token = fc.tuple(fc.constantFrom(...TOKENS), fc.constantFrom("", " ", " "));
  return fc.array(token, { maxLength: 12 }).map((all) => `a = ${all.map((pair) => pair.join("")).join("")}\n`);
}

/** Strings and heredocs of what templates care about, in any order. */
export function templates(): Text {
  const text = fc.array(fc.constantFrom(...TEMPLATE_PIECES), { maxLength: 12 }).map((pieces) => pieces.join(""));
  return fc.tuple(text, fc.constantFrom('a = "', "a = <<E\n", "a = <<-E\n", "a = f(<<-E\n")).map(([inner, open]) => {
    if (open.endsWith('"')) return `${open}${inner.replaceAll("\n", "\\n")}"\n`;
    return `${open}${inner}${inner.endsWith("\n") ? "" : "\n"}  E\n${open.includes("(") ? ")\n" : ""}`;
  });
}

const SPRINKLES = [
  ..."{}[]()\"'`$%~\\\n\r\t,.:=?!&|<>*/#;-+ 0aé\u00a0\u0301",
  ..."${ %{ ~} $${ %%{ <<E\n E\n ... => :: == /* */ // [*] .* .0 \\u00e9 1e5 for in if else endif null \r\n".split(" "),
];
const TOKENS = [
  ..."a b c-d 0 1.5 1e3 true null for in if else ( ) [ ] { } , . : :: ? ! = == != => < > <= >= && || + - * / % ...".split(
    " ",
  ),
  ...'\n [*] .* .0 a.0.1 "" "s" "${ }" ~} ${ %{if # // /* */ & | ~ ^ ; \' ` @ \r $ \\ <<E\n E\n é ü \u00aa'.split(" "),
];
const TEMPLATE_PIECES = [
  ...'x foo $ $$ % %% { } ${ $${ %{ %%{ ${x} ${~x} ${x~} ${~x~} $${x} ${"q"} ${5} ${null} ${c?1:2} \\n \\t é e\u0301'.split(
    " ",
  ),
  ..."%{if_a} %{~if_a~} %{else} %{~else~} %{endif} %{~endif~} %{for_k_in_v} %{for_k,v_in_m~} %{endfor} %{~endfor} %{if}"
    .replaceAll("_", "\t")
    .split(" "),
  ...' |  |    |\t|\n|\n  |\n    |  \n|   \n\n|\u00a0|\u2003|\u0085|\ufeff|E|\nE\n|\n  E \n|\r\n|~|"|\\'.split("|"),
];

const NAMES = [
  ..."a b ab_c x-y _ in if null true été 名 a1 __proto__ for else endif a- x--y _1 aªº e\u0301x ñ2名 𝒜b".split(" "),
  "constructor",
];
const SPACES = ["", "", " ", " ", "  ", "\t", "/* c */", " /* \n */ "];
/** Where a line break counts as space. */
const WIDE_SPACES = [...SPACES, "\n", " # c\n", "\n\n  "];
const NUMBERS = [
  "0",
  "7",
  "42",
  "1.5",
  "007",
  "1e3",
  "2E-2",
  "1.25e+2",
  "12345678901234567890",
  "0.1",
  "1.e2",
  "1E+0",
  "00.50",
  "9007199254740993",
  "0.000001",
  "4.0",
];
const WORDS = ["x", "foo bar", "é", "e\u0301", "名前", "😀", " ", "  ", "'", "#", "//", "/*", "~", ",", "=", "{", "}"];
const ESCAPES = ["\\n", "\\t", "\\r", '\\"', "\\\\", "\\u00e9", "\\U0001F600", "$${", "%%{", "$", "%", "$$"];
const OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"];
const STEPS = [
  "[*]",
  ".*",
  ".0",
  ".0.1",
  ".*.0",
  ".*.a",
  "[-1]",
  "[a]",
  "[*][0]",
  "[ * ]",
  "[0]",
  '["k"]',
  ".a",
  ".b-c",
  ".for",
];

function rules(): fc.LetrecValue<Record<Rule, string>> {
  const [name, space, wide] = [fc.constantFrom(...NAMES), fc.constantFrom(...SPACES), fc.constantFrom(...WIDE_SPACES)];
  return fc.letrec<Record<Rule, string>>((tie) => {
    const expression = tie("expression");
    const trim = fc.constantFrom("", "", "~");
    const forHead = join("for ", name, fc.oneof(fc.constant(""), join(space, ", ", name)), " in ", expression);
    const directive = (...inside: (Text | string)[]) => join("%{", trim, " ", ...inside, " ", trim, "}");
    const template = (text: Text) =>
      fc.oneof(
        { maxDepth: 3, depthIdentifier: "template" },
        text,
        join("${", trim, wide, expression, wide, trim, "}"),
        join(directive("if ", expression), tie("text"), directive("endif")),
        join(directive("if ", expression), tie("text"), directive("else"), tie("text"), directive("endif")),
        join(directive(forHead), tie("text"), directive("endfor")),
      );
    const lineText = template(fc.constantFrom(...WORDS, "$", "%%{", "$${", '"', "\\n"));
    const line = fc.oneof(
      fc.constantFrom("\n", "   \n", "E x\n", "  EOT.\n", "\t \n", "<<E\n", "# c\n"),
      join(fc.constantFrom("", "  ", "    ", "\t"), many(lineText), "\n"),
    );
    const heredoc = fc
      .tuple(
        fc.constantFrom("<<E", "<<-E", "<<-EOT", "<<été", "<<-a-b", "<<_1"),
        many(line, 4),
        fc.constantFrom("", "  ", "\t"),
      )
      .map(([open, lines, indent]) => `${open}\n${lines}${indent}${open.replace(/<<-?/, "")}`);
    const comma = join(wide, ",", wide);
    const key = fc.oneof(
      name,
      fc.constantFrom(...NUMBERS),
      tie("string"),
      join("(", expression, ")"),
      join(name, ".", name),
      join("(", heredoc, "\n)"),
      join(name, "[", fc.constantFrom("0", '"k"'), "]"),
      fc.constantFrom("true", "null", "-1", "for", '"${a}"', '"a${b}c"'),
    );
    const pair = join(key, space, fc.constantFrom("=", "=", ":"), " ", expression);
    const pairs = many(join(pair, fc.constantFrom(",", "\n", ", ", ",\n", " # c\n", "\n\n")));
    const list = join(many(join(expression, comma)), fc.oneof(fc.constant(""), expression));
    const term = fc.oneof(
      { maxDepth: 3, depthIdentifier: "expression" },
      name,
      fc.constantFrom(...NUMBERS),
      tie("string"),
      join("(", wide, expression, wide, ")"),
      join("[", wide, list, wide, "]"),
      join("{", fc.constantFrom(...SPACES, "\n", " // c\n"), pairs, "}"),
      join(name, space, "(", wide, list, wide, ")"),
      join(name, "::", name, "(", expression, ")"),
      join("provider::", name, "::f(", expression, fc.constantFrom(")", "...)", ",)", " ... )")),
      join("[", wide, forHead, wide, ":", wide, expression, fc.constantFrom("]", " if a]", " if true ]")),
      join(
        "{",
        wide,
        forHead,
        ":",
        expression,
        wide,
        "=>",
        wide,
        expression,
        fc.constantFrom("}", " if a }", "... }", "...if b}"),
      ),
      join(fc.constantFrom("-", "!", "- ", "!!", "--"), expression),
      join("(", heredoc, "\n)"),
      join(name, many(join(fc.constantFrom(...STEPS), space), 3)),
      join(expression, "[", wide, expression, wide, "]"),
      join(expression, space, fc.constantFrom(...OPERATORS), space, expression),
      join(expression, " ? ", expression, " : ", expression),
    );
    const labels = many(fc.constantFrom("l ", '"l" ', '"a b"', '"\\u00e9$${"', "x-y "));
    const item = fc.oneof(
      { maxDepth: 2, depthIdentifier: "item" },
      join(name, space, "=", space, expression),
      join(name, " = ", heredoc),
      join(name, " { ", name, " = ", expression, " }"),
      join(name, " ", labels, "{", fc.constantFrom("", "\n", " # c\n"), "}"),
      join(name, " ", labels, "{\n", tie("body"), "}"),
    );
    return {
      expression: term,
      string: join('"', many(template(fc.constantFrom(...WORDS, ...ESCAPES))), '"'),
      text: many(template(fc.constantFrom(...WORDS))),
      body: many(join(item, fc.constantFrom("\n", "\n", "\n\n", " # c\n", " // c\n", "\t/* c */\n")), 3),
    };
  });
}

type Rule = "expression" | "string" | "text" | "body";

function join(...parts: (Text | string)[]): Text {
  const texts = parts.map((part) => (typeof part === "string" ? fc.constant(part) : part));
  return fc.tuple(...texts).map((all) => all.join(""));
}

function many(item: Text, maxLength = 2): Text {
  return fc.array(item, { maxLength }).map((all) => all.join(""));
}

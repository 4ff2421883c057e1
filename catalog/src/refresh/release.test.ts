import { expect, test } from "vitest";
import { answerIn } from "./release.js";

const answer = {
  generated_at: "2026-12-01T08:00:00+00:00",
  result: {
    name: "thing",
    releases: [
      { name: "2.0", label: "2.0", releaseDate: "2024-01-01", isEol: true, eolFrom: "2026-01-31", eoesFrom: null },
    ],
  },
};

test("of an answer the day and each release's dates are read", () => {
  expect(answerIn(JSON.stringify(answer), "thing")).toEqual({
    made: "2026-12-01",
    releases: [{ name: "2.0", releaseDate: "2024-01-01", eolFrom: "2026-01-31", eoesFrom: null }],
  });
});

test.each([
  ["it is no JSON", "<html>"],
  ["the answer is no object", "[]"],
  ["`result` is no object", "{}"],
  ['it is about "other"', JSON.stringify({ ...answer, result: { ...answer.result, name: "other" } })],
  ["`generated_at` is no time", JSON.stringify({ ...answer, generated_at: "today" })],
  ["it has no `releases`", JSON.stringify({ ...answer, result: { name: "thing", releases: [] } })],
  ["eolFrom of 2.0 is true", JSON.stringify(answer).replace('"2026-01-31"', "true")],
  ['eolFrom of 2.0 is "2026-02-30"', JSON.stringify(answer).replace("2026-01-31", "2026-02-30")],
  ['a release has the name "2 }"', JSON.stringify(answer).replace('"name":"2.0"', '"name":"2 }"')],
  [
    "the release 2.0 stands twice",
    JSON.stringify({
      ...answer,
      result: { name: "thing", releases: [...answer.result.releases, ...answer.result.releases] },
    }),
  ],
])("what is of another form is refused: %s", (message, text) => {
  expect(() => answerIn(text, "thing")).toThrow(message);
});

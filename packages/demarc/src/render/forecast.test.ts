import { expect, test } from "vitest";
import type { DueDuty, Forecast, Move } from "../compare/forecast.js";
import { colorsFor } from "../text/colors.js";
import { forecastText } from "./forecast.js";
import type { RenderContext } from "./render.js";

const context = { width: 80, colors: colorsFor(false) } as RenderContext;
const place = { component: "thing.a", service: "t/thing", file: "main.tf", line: 1 };
const duty: DueDuty = {
  ...place,
  id: "t/thing/move-off",
  area: "application",
  due: "2027-03-31",
  title: "Move off it",
};
const provider = { holder: "provider", party: "AWS" } as const;
const customer = { holder: "customer", party: "you" } as const;
const nobody = { holder: "none", party: "nobody" } as const;

function move(area: string, from: Move["from"]): Move {
  return { ...place, area, from, to: nobody, because: "Nobody runs it." };
}

function forecast(change: Partial<Forecast> = {}): Forecast {
  const moves = [move("data", customer), move("os", provider), move("server", provider)];
  const dates = [{ date: "2027-03-31", moves, due: [duty] }];
  return { asOf: "2026-11-24", until: "2027-11-24", inputs: ["infra"], past: [], dates, unknown: [], ...change };
}

function eventLines(of: Forecast, property: string): readonly string[] {
  const lines = forecastText(of, "ics", context).replaceAll("\r\n ", "").split("\r\n");
  return lines.filter((line) => line.startsWith(`${property}:`));
}

test("areas that go the same way are told together, and a reason that they share once", () => {
  expect(forecastText(forecast(), "table", context).split("\n").slice(3)).toEqual([
    "  thing.a",
    "      due by 2027-03-31",
    "      Move off it",
    "      data: ● you → · nobody",
    "      os, server: ○ AWS → · nobody",
    "      Nobody runs it.",
    "",
  ]);
});

test("an event says in its title what it is about, and has all that changes in its text", () => {
  expect(eventLines(forecast(), "SUMMARY")).toEqual(["SUMMARY:thing.a: Move off it"]);
  expect(eventLines(forecast(), "DESCRIPTION")).toEqual([
    "DESCRIPTION:Move off it\\n\\ndata: you → nobody\\nos\\, server: AWS → nobody\\nNobody runs it.\\n\\nthing.a",
  ]);
  const moves = forecast({ dates: [{ date: "2027-03-31", moves: [move("os", provider)], due: [] }] });
  expect(eventLines(moves, "SUMMARY")).toEqual(["SUMMARY:thing.a: os moves to nobody"]);
});

test("an event keeps its id on another day, and another system's is another event", () => {
  const [id] = eventLines(forecast(), "UID");
  expect(eventLines(forecast({ asOf: "2026-12-24" }), "UID")).toEqual([id]);
  expect(eventLines(forecast({ inputs: ["other"] }), "UID")).not.toEqual([id]);
  const elsewhere = { date: "2027-03-31", moves: [], due: [{ ...duty, component: "thing.b" }] };
  const here = { date: "2027-03-31", moves: [], due: [duty] };
  expect(eventLines(forecast({ dates: [elsewhere] }), "UID")).not.toEqual(
    eventLines(forecast({ dates: [here] }), "UID"),
  );
});

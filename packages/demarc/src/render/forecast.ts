/** What moves when: as a table by date, as rows, and as a calendar. */
import type { DueDuty, Forecast, ForecastDate, Move } from "../compare/forecast.js";
import { sanitize, wrap } from "../text/width.js";
import { toCsv } from "./csv.js";
import { type CalendarEvent, toICalendar } from "./icalendar.js";
import { toJson } from "./json.js";
import { markdownTable } from "./markdown.js";
import { paint, type RenderContext, symbols } from "./render.js";
import { groupBy } from "./scan-rows.js";
import { counted } from "./summary.js";

export function forecastText(forecast: Forecast, format: string, context: RenderContext): string {
  switch (format) {
    case "json":
      return toJson(forecast);
    case "csv":
      return toCsv([heads, ...rowsOf(forecast)]);
    case "markdown":
      return markdownOf(forecast);
    case "ics":
      return toICalendar(`demarc: ${forecast.inputs.join(", ")}`, forecast.asOf, eventsOf(forecast));
    default:
      return `${tableLines(forecast, context).join("\n")}\n`;
  }
}

const heads = ["date", "what", "component", "area", "from", "to", "why", "fix", "source", "file", "line"];

function rowsOf({ past, dates, unknown }: Forecast): readonly (readonly (string | number)[])[] {
  return [
    ...past.map((duty) => dutyRow(duty.due, "overdue", duty)),
    ...dates.flatMap(({ date, moves, due }) => [
      ...due.map((duty) => dutyRow(date, "due", duty)),
      ...moves.map((move) => [
        date,
        "moves",
        move.component,
        move.area,
        move.from.party,
        move.to.party,
        move.because,
        "",
        move.source?.url ?? "",
        move.file,
        move.line,
      ]),
    ]),
    ...unknown.map(({ component, area, title, because, file, line }) => [
      "",
      "unknown",
      component,
      area,
      "",
      "",
      `${title} (${because})`,
      "",
      "",
      file,
      line,
    ]),
  ];
}

function dutyRow(date: string, what: string, duty: DueDuty): readonly (string | number)[] {
  const why = duty.because === undefined ? duty.title : `${duty.title} (${duty.because})`;
  return [
    date,
    what,
    duty.component,
    duty.area,
    "",
    "",
    why,
    duty.fix ?? "",
    duty.source?.url ?? "",
    duty.file,
    duty.line,
  ];
}

function markdownOf(forecast: Forecast): string {
  const title = `## Forecast: ${forecast.asOf} to ${forecast.until}\n\n`;
  const rows = rowsOf(forecast).map((row) => row.slice(0, 9).map(String));
  return rows.length === 0 ? `${title}Nothing moves.\n` : title + markdownTable(heads.slice(0, 9), rows);
}

/** An event a date and change, however many components it is of: a fleet does not fill a calendar. */
function eventsOf({ dates, inputs }: Forecast): readonly CalendarEvent[] {
  return dates.flatMap(({ date, moves, due }) =>
    alikeChanges([...due, ...moves]).map(({ components, due: duties, moves: own }): CalendarEvent => {
      const [first = "", ...others] = components;
      const [duty, move] = [duties[0], own[0]];
      const reason =
        duty?.because ?? duty?.title ?? (move === undefined ? "" : `${move.area} moves to ${move.to.party}`);
      const texts = [
        ...duties.map(({ title, fix }) => [title, fix].filter((text) => text !== undefined).join("\n")),
        ...told(own).map(({ because, changes }) =>
          [...changes.map(({ areas, from, to }) => `${areas}: ${from.party} → ${to.party}`), because].join("\n"),
        ),
      ];
      return {
        date,
        // With the first of the components, so that another system in which the same falls due has an event of its own.
        key: [...inputs, first, ...[...duties, ...own].map(keyOfChange)].join("\n"),
        summary: `${others.length === 0 ? first : `${first} and ${others.length} more`}: ${reason}`,
        description: [...texts, components.join("\n")].join("\n\n"),
        url: [...duties, ...own].find(({ source }) => source !== undefined)?.source?.url,
      };
    }),
  );
}

function tableLines(forecast: Forecast, context: RenderContext): readonly string[] {
  const { colors, width } = context;
  const { asOf, until, past, dates, unknown } = forecast;
  const lines = [`${colors.bold("forecast")} · ${asOf} to ${until} · ${countsText(dates)}`];
  if (past.length > 0) {
    lines.push("", colors.red(colors.bold(`already past (${past.length})`)));
    lines.push(...changeLines(past, "overdue", context));
  }
  for (const { date, moves, due } of dates) {
    lines.push("", colors.bold(date) + colors.dim(` · ${daysText(asOf, date)}`));
    lines.push(...changeLines([...due, ...moves], "due", context));
  }
  if (unknown.length > 0) {
    lines.push("", colors.magenta(colors.bold(`not known (${unknown.length})`)));
    for (const [text, alike] of groupBy(unknown, ({ title, because }) => `${title}: ${because}`)) {
      lines.push(
        ...namesLines(
          alike.map(({ component }) => component),
          context,
        ),
      );
      lines.push(...wrap(sanitize(text), width - 6).map((line) => colors.dim(`      ${line}`)));
    }
  }
  return lines;
}

/** Components of which the same is said together: their names, then each change, then where it stands. */
function changeLines(
  changes: readonly (DueDuty | Move)[],
  state: "overdue" | "due",
  context: RenderContext,
): readonly string[] {
  return alikeChanges(changes).flatMap(({ components, due, moves }) => [
    ...namesLines(components, context),
    ...due.flatMap((duty) => dutyLines(duty, state, context)),
    ...moveLines(moves, context),
    ...[...new Set([...due, ...moves].map(({ source }) => source?.url))].flatMap((url) =>
      url === undefined ? [] : [context.colors.dim(`      ${url}`)],
    ),
  ]);
}

interface AlikeChanges {
  readonly components: readonly string[];
  /** Those of the first of them; the others have the same. */
  readonly due: readonly DueDuty[];
  readonly moves: readonly Move[];
}

function alikeChanges(changes: readonly (DueDuty | Move)[]): readonly AlikeChanges[] {
  const byComponent = groupBy(changes, ({ component }) => component);
  const alike = groupBy([...byComponent.values()], (own) => own.map(keyOfChange).join("\n"));
  return Array.from(alike.values(), (group) => {
    const own = group[0] ?? [];
    return {
      components: group.map(([first]) => first?.component ?? ""),
      due: own.filter((change) => "due" in change),
      moves: own.filter((change): change is Move => !("due" in change)),
    };
  });
}

interface ToldMoves {
  readonly because: string;
  readonly changes: readonly (Pick<Move, "from" | "to"> & { readonly areas: string })[];
}

/** Moves with the same reason are told together, and their areas with those that go the same way. */
function told(moves: readonly Move[]): readonly ToldMoves[] {
  return Array.from(
    groupBy(moves, ({ because }) => because),
    ([because, alike]) => ({
      because,
      changes: Array.from(
        groupBy(alike, ({ from, to }) => [from.holder, from.party, to.holder, to.party].join("\n")).values(),
        (same) => ({ ...(same[0] as Move), areas: same.map(({ area }) => area).join(", ") }),
      ),
    }),
  );
}

function keyOfChange(change: DueDuty | Move): string {
  return "due" in change
    ? `${change.id} ${change.due} ${change.because ?? ""}`
    : `${change.service} ${change.area} ${change.from.party} ${change.to.party} ${change.because}`;
}

function countsText(dates: readonly ForecastDate[]): string {
  const components = new Set(dates.flatMap(({ moves, due }) => [...moves, ...due].map(({ component }) => component)));
  return dates.length === 0
    ? "nothing moves"
    : `${counted(components.size, "component")} on ${counted(dates.length, "date")}`;
}

function dutyLines(duty: DueDuty, state: "overdue" | "due", { colors, width }: RenderContext): readonly string[] {
  const indented = (text: string): readonly string[] =>
    wrap(sanitize(text), width - 6).map((line) => colors.dim(`      ${line}`));
  const word = state === "overdue" ? `overdue since ${duty.due}` : `due by ${duty.due}`;
  const color = state === "overdue" ? colors.red : colors.yellow;
  const text = duty.because === undefined ? word : `${word} · ${sanitize(duty.because)}`;
  return [
    ...wrap(text, width - 6).map((line) => `      ${line.replace(word, color(word))}`),
    ...wrap(duty.title, width - 6).map((line) => `      ${line}`),
    ...(duty.fix === undefined ? [] : indented(`fix: ${duty.fix}`)),
  ];
}

function moveLines(moves: readonly Move[], { colors, width }: RenderContext): readonly string[] {
  const indented = (text: string): readonly string[] => wrap(text, width - 6).map((line) => `      ${line}`);
  return told(moves).flatMap(({ because, changes }) => [
    ...changes.flatMap(({ areas, from, to }) => {
      const sides = [from, to].map(({ holder, party }) => ({ holder, text: `${symbols[holder]} ${party}` }));
      return indented(`${areas}: ${sides.map(({ text }) => text).join(" → ")}`).map((line) =>
        sides.reduce((painted, { holder, text }) => painted.replace(text, paint(holder, text, colors)), line),
      );
    }),
    ...indented(sanitize(because)),
  ]);
}

const mostNames = 6;

/** The components, the first few of them. */
function namesLines(names: readonly string[], { width }: RenderContext): readonly string[] {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return wrap(sanitize(names.slice(0, mostNames).join(", ")) + more, width - 2).map((line) => `  ${line}`);
}

function daysText(from: string, to: string): string {
  const days = Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
  return `in ${counted(days, "day")}`;
}

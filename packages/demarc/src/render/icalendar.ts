/** iCalendar (RFC 5545): all-day events that any calendar imports. The same events give the same bytes. */

export interface CalendarEvent {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** What tells it from all others, the same in every run: importing it again changes the event and adds none. */
  readonly key: string;
  readonly summary: string;
  readonly description: string;
  readonly url?: string;
}

/** `made` is the day that stands as the time of making, YYYY-MM-DD. */
export function toICalendar(name: string, made: string, events: readonly CalendarEvent[]): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//demarc//forecast//EN",
    "CALSCALE:GREGORIAN",
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => [
      "BEGIN:VEVENT",
      `UID:${compact(event.date)}-${hashOf(event.key)}@demarc`,
      `DTSTAMP:${compact(made)}T000000Z`,
      `DTSTART;VALUE=DATE:${compact(event.date)}`,
      `SUMMARY:${escaped(event.summary)}`,
      `DESCRIPTION:${escaped(event.description)}`,
      ...(event.url === undefined ? [] : [`URL:${withoutControls(event.url)}`]),
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function compact(date: string): string {
  return date.replaceAll("-", "");
}

/** A text value: backslashes, semicolons, commas and line ends are escaped. */
function escaped(text: string): string {
  return withoutControls(text.replace(/\r\n|\r/g, "\n"))
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these may not stand in a text
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ");
}

const mostOctets = 75;

/** No line is longer than 75 octets; the next one begins with a space, and no character is cut. */
function folded(line: string): string {
  let text = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > mostOctets) {
      text += "\r\n ";
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}

/** FNV-1a over UTF-16 units, twice with other beginnings: enough to tell the events of one calendar apart. */
function hashOf(text: string): string {
  return [0x811c9dc5, 0x01000193]
    .map((start) => {
      let hash = start;
      for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
      return (hash >>> 0).toString(16).padStart(8, "0");
    })
    .join("");
}

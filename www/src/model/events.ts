import { t } from "../text/lang";
import type { Trouble } from "./engine";

/** Events as JSON texts, the line each began on, and what kept the text from being read. */
export interface Rows {
  json: string[];
  lines: number[];
  problems: Trouble[];
}

/** NDJSON when the text begins with a brace, CSV otherwise: the same reading as the command line's. */
export function readEvents(text: string): Rows {
  const body = text.replace(/^\uFEFF/, "");
  return body.trimStart().startsWith("{") ? ndjson(body) : csv(body);
}

/** The same as if its owner had never changed a setting. */
export function withoutChanges({ json, lines, problems }: Rows): Rows {
  const kept = json.map((event, place) => ({ event, line: lines[place]! })).filter(({ event }) => !changes(event));
  return { json: kept.map(({ event }) => event), lines: kept.map(({ line }) => line), problems };
}

function changes(event: string): boolean {
  try {
    return (JSON.parse(event) as { type?: unknown }).type === "settings_changed";
  } catch {
    // The engine says what is wrong with it.
    return false;
  }
}

function ndjson(text: string): Rows {
  const rows: Rows = { json: [], lines: [], problems: [] };
  text.split(/\r?\n/).forEach((line, place) => {
    if (line.trim() === "") return;
    rows.json.push(line);
    rows.lines.push(place + 1);
  });
  return rows;
}

/** A cell becomes a JSON string, an empty one an absent field; the engine says what is wrong with it. */
function csv(text: string): Rows {
  const rows: Rows = { json: [], lines: [], problems: [] };
  const { records, open } = split(text);
  const [header, ...body] = records;
  if (open !== undefined)
    rows.problems.push(
      unreadable(
        "csv_quote",
        body.length - 1,
        open,
        t("a quoted cell is not closed"),
        t('close it with `"`; a quote inside is written `""`'),
      ),
    );
  for (const { line, cells } of body) {
    if (cells.length !== header?.cells.length) {
      const message = t("expected {0} cells as in the header, got {1}", header?.cells.length ?? 0, cells.length);
      rows.problems.push(
        unreadable(
          "csv_cells",
          rows.json.length,
          line,
          message,
          t("give each row one cell for each name in the header; empty cells are absent fields"),
        ),
      );
    }
    const fields = cells
      .map((cell, place) => [header?.cells[place] ?? "", cell] as const)
      .filter(([, cell]) => cell !== "");
    rows.json.push(`{${fields.map(([name, cell]) => `${JSON.stringify(name)}:${JSON.stringify(cell)}`).join(",")}}`);
    rows.lines.push(line);
  }
  return rows;
}

function unreadable(code: string, place: number, line: number, what: string, help: string): Trouble {
  return { code, path: `/events/${Math.max(place, 0)}`, message: t("line {0}: {1}", line, what), help, ours: true };
}

interface Record {
  line: number;
  cells: string[];
}

/** RFC 4180. `open` is the line of a quote that is never closed. */
function split(text: string): { records: Record[]; open?: number } {
  const records: Record[] = [];
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)|"/gy;
  let [line, cells] = [1, [] as string[]];
  let began = line;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null || found[2] === undefined) return { records, open: line };
    const cell = found[1] ?? "";
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    line += found[0].split("\n").length - 1;
    if (found[2] === ",") {
      if (pattern.lastIndex === text.length) cells.push("");
      else continue;
    }
    if (cells.length > 1 || cells[0] !== "") records.push({ line: began, cells });
    [cells, began] = [[], line];
  }
  return { records };
}

//! Usages priced: with lines, in totals, in columns.

use super::{Finds, Table, chromium, node, rust};
use crate::bench::input::{DRAFTED, GRADUATED, PREFIXES, ROWS, USAGES};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "rate",
        head: "rate 20000 usages in one call",
        items: "usages",
        many: USAGES,
        beside: ["native", "decimal.js with JSON"],
        jobs: &[
            rust("rate", "Counterfoil native: JSON bytes to JSON bytes"),
            rust("rate-wasmtime", "Counterfoil in wasmtime: the same, in a fresh instance with fuel"),
            node("rate-text", "Counterfoil in Node, `callJson`: JSON text to JSON text"),
            node("rate-object", "Counterfoil in Node, `rate`: object to object"),
            node("rate-decimal-json", "decimal.js in Node: `JSON.parse`, a line for each usage, `JSON.stringify`")
                .yardstick(),
            node("rate-decimal", "decimal.js in Node: arithmetic on parsed objects, only the total"),
            node("rate-big", "big.js in Node: arithmetic on parsed objects, only the total"),
            node("rate-float-json", "floats in Node, not exact: `JSON.parse`, a line for each usage, `JSON.stringify`")
                .finds(Finds::Other),
            node("rate-float", "floats in Node, not exact: arithmetic on parsed objects, only the total")
                .finds(Finds::Other),
        ],
    },
    Table {
        name: "rate-both",
        head: "rate 20000 usages in each of two calls at once",
        items: "usages",
        many: 2 * USAGES,
        beside: ["native", "decimal.js with JSON"],
        jobs: &[
            rust("rate-both", "Counterfoil native, two threads, each with a call of its own"),
            node("rate-text-both", "Counterfoil in Node, `callJson`, two workers"),
            node("rate-decimal-json-both", "decimal.js in Node with JSON, two workers").yardstick(),
        ],
    },
    Table {
        name: "totals",
        head: "rate 20000 usages in one call, totals only",
        items: "usages",
        many: USAGES,
        beside: ["native", "decimal.js"],
        jobs: &[
            rust("totals", "Counterfoil native: JSON bytes to JSON bytes"),
            rust("totals-wasmtime", "Counterfoil in wasmtime: the same, in a fresh instance with fuel"),
            node("totals-text", "Counterfoil in Node, `callJson`: JSON text to JSON text"),
            chromium("totals-chromium", "Counterfoil in Chromium: the same"),
            node("totals-decimal", "decimal.js in Node: `JSON.parse` and the total").yardstick(),
            node("totals-float", "floats in Node, not exact: `JSON.parse` and the total").finds(Finds::Other),
        ],
    },
    Table {
        name: "totals-both",
        head: "rate 20000 usages in each of two calls at once, totals only",
        items: "usages",
        many: 2 * USAGES,
        beside: ["native", "decimal.js"],
        jobs: &[
            rust("totals-both", "Counterfoil native, two threads, each with a call of its own"),
            node("totals-text-both", "Counterfoil in Node, `callJson`, two workers"),
            node("totals-decimal-both", "decimal.js in Node, two workers").yardstick(),
        ],
    },
    Table {
        name: "graduated",
        head: "rate 100000 usages in JSON, graduated behind an allowance, totals only",
        items: "usages",
        many: GRADUATED,
        beside: ["native", "Node"],
        jobs: &[
            rust("graduated", "Counterfoil native"),
            rust("graduated-wasmtime", "Counterfoil in wasmtime, a fresh instance"),
            node("graduated-text", "Counterfoil in Node, `callJson`").yardstick(),
        ],
    },
    Table {
        name: "columns",
        head: "rate 1000000 rows in columns, graduated behind an allowance",
        items: "rows",
        many: ROWS,
        beside: ["native", "Node"],
        jobs: &[
            rust("columns", "Counterfoil native"),
            rust("columns-wasmtime", "Counterfoil in wasmtime, a fresh instance"),
            node("columns-node", "Counterfoil in Node, `rateColumns`").yardstick(),
        ],
    },
    Table {
        name: "draft",
        head: "draft an invoice from 100000 rows",
        items: "rows",
        many: DRAFTED,
        beside: ["native", "Node"],
        jobs: &[
            rust("draft-rows", "Counterfoil native, rows"),
            rust("draft-rows-wasmtime", "Counterfoil in wasmtime, rows"),
            node("draft-rows-node", "Counterfoil in Node, `draftColumns`").yardstick(),
            chromium("draft-rows-chromium", "Counterfoil in Chromium: the same"),
        ],
    },
    Table {
        name: "prefixes",
        head: "a card of 100000 prefixes: load it, look up 100000 numbers",
        items: "prefixes",
        many: PREFIXES,
        beside: ["loading", "look-ups"],
        jobs: &[
            rust("prefixes-load", "Counterfoil native: `check` of the card, JSON and all"),
            rust("prefixes", "Counterfoil native: look-ups in the card, by the library's own types")
                .finds(Finds::Other)
                .yardstick(),
        ],
    },
];

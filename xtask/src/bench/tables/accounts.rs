//! Accounts: events posted to them, decisions about them, and what it costs to begin.

use super::{Finds, Table, node, rust};
use crate::bench::input::{ACCOUNTS, DECISIONS, EVENTS};

/// As in `tests/benches`.
const POSTED: usize = 300;
const _: () = assert!(ACCOUNTS == 5_000 && EVENTS == 85_000, "the tables' heads say so");

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "apply",
        head: "apply 85000 events to 5000 accounts with auto-recharge",
        items: "events",
        many: EVENTS,
        beside: ["native", "Node `callJson`"],
        jobs: &[
            rust("apply", "Counterfoil native, a call for each account"),
            rust("apply-wasmtime", "Counterfoil in wasmtime, a fresh instance for each account"),
            node("apply-text", "Counterfoil in Node, `callJson`").yardstick(),
            node("apply-object", "Counterfoil in Node, `apply`"),
        ],
    },
    Table {
        name: "events",
        head: "apply 1000000 events to 1000 accounts with auto-recharge",
        items: "events",
        many: 1_000_000,
        beside: ["native", "native"],
        jobs: &[rust("events", "Counterfoil native, by the library's own types, without JSON").yardstick()],
    },
    Table {
        name: "post",
        head: "apply 300 events to one account, a call for each",
        items: "events",
        many: POSTED,
        beside: ["native", "Node"],
        jobs: &[
            rust("post", "Counterfoil native: rulebook and state in each call"),
            rust(
                "post-prepared-wasmtime",
                "Counterfoil in wasmtime: a fresh instance that begins with the rulebook, the state in each call",
            ),
            rust("post-account", "Counterfoil native: an account's handle"),
            node("post-text", "Counterfoil in Node, `callJson`: rulebook and state in each call").yardstick(),
            node("post-account-text", "Counterfoil in Node, an account's handle: `callJson`"),
            node("post-account-object", "Counterfoil in Node, an account's handle: `apply`"),
        ],
    },
    Table {
        name: "spend",
        head: "decide and post 300 usages, a call of `spend` for each",
        items: "usages",
        many: POSTED,
        beside: ["native", "Node"],
        jobs: &[
            rust("spend", "Counterfoil native: rulebook and state in each call"),
            rust(
                "spend-prepared-wasmtime",
                "Counterfoil in wasmtime: a fresh instance that begins with the rulebook, the state in each call",
            ),
            rust("spend-account", "Counterfoil native: an account's handle"),
            node("spend-text", "Counterfoil in Node, `callJson`: rulebook and state in each call").yardstick(),
            node("spend-account-text", "Counterfoil in Node, an account's handle: `callJson`"),
        ],
    },
    Table {
        name: "authorize",
        head: "authorize 10000 usages, 1000 in a call",
        items: "decisions",
        many: 10_000,
        beside: ["native", "Node"],
        jobs: &[
            rust("authorize", "Counterfoil native"),
            rust("authorize-wasmtime", "Counterfoil in wasmtime"),
            node("authorize-text", "Counterfoil in Node, `callJson`").yardstick(),
        ],
    },
    Table {
        name: "authorize-one",
        head: "authorize 1000 usages, a call for each",
        items: "decisions",
        many: DECISIONS,
        beside: ["native", "Node"],
        jobs: &[
            rust("authorize-one", "Counterfoil native: rulebook and state in each call"),
            rust("authorize-one-prepared", "Counterfoil native: a rulebook's handle, the state in each call"),
            rust("authorize-one-account", "Counterfoil native: an account's handle"),
            rust(
                "authorize-one-wasmtime",
                "Counterfoil in wasmtime: a fresh instance, rulebook and state in each call",
            ),
            rust(
                "authorize-one-prepared-wasmtime",
                "Counterfoil in wasmtime: a fresh instance that begins with the rulebook, the state in each call",
            ),
            node("authorize-one-text", "Counterfoil in Node, `callJson`: rulebook and state in each call").yardstick(),
            node(
                "authorize-one-prepared-text",
                "Counterfoil in Node, a rulebook's handle: `callJson`, the state in each call",
            ),
            node("authorize-one-account-text", "Counterfoil in Node, an account's handle: `callJson`"),
            node("authorize-one-account-object", "Counterfoil in Node, an account's handle: `authorize`"),
        ],
    },
    Table {
        name: "card",
        head: "authorize one usage by a card of 100000 prefixes",
        items: "decisions",
        many: 1,
        beside: ["a whole call", "prepared"],
        jobs: &[
            rust("card-wasmtime", "Counterfoil in wasmtime, a fresh instance: the card in the call"),
            rust("card-prepared-wasmtime", "Counterfoil in wasmtime, a fresh instance that begins with the card")
                .yardstick(),
        ],
    },
    Table {
        name: "decide",
        head: "decide about 1000 usages, a call for each, beside rule engines",
        items: "decisions",
        many: DECISIONS,
        beside: ["native", "Node"],
        jobs: &[
            rust("decide", "Counterfoil native, an account's handle: `authorize`"),
            node("decide-text", "Counterfoil in Node, an account's handle: `callJson`").yardstick(),
            node("decide-object", "Counterfoil in Node, an account's handle: `authorize`"),
            node("decide-whole-text", "Counterfoil in Node, `callJson`: rulebook and state in each call"),
            node("decide-zen", "zen-engine in Node (native code): a decision made once, `evaluate`")
                .finds(Finds::Count),
            node("decide-zen-wasm", "zen-engine-wasm in Node: `evaluateExpression`").finds(Finds::Count),
            node("decide-cedar", "cedar-wasm in Node: `isAuthorized`, the policy in each call").finds(Finds::Count),
            node("decide-cedar-ready", "cedar-wasm in Node: `statefulIsAuthorized`, the policy read once")
                .finds(Finds::Count),
        ],
    },
    Table {
        name: "simulate",
        head: "simulate 90 days 10 times",
        items: "simulations",
        many: 10,
        beside: ["native", "Node"],
        jobs: &[
            rust("simulate", "Counterfoil native"),
            rust("simulate-wasmtime", "Counterfoil in wasmtime"),
            node("simulate-text", "Counterfoil in Node, `callJson`").yardstick(),
        ],
    },
    Table {
        name: "instance",
        head: "make 1000 instances",
        items: "instances",
        many: 1_000,
        beside: ["wasmtime", "Node"],
        jobs: &[
            rust("instance-wasmtime", "wasmtime: an instance and the shortest call, through the host's library"),
            node("instance-node", "Node: an instance and `version()`").finds(Finds::Other).yardstick(),
        ],
    },
    Table {
        name: "first-call",
        head: "from `import` to the first answer in a fresh Node",
        items: "starts",
        many: 1,
        beside: ["Counterfoil", "decimal.js"],
        jobs: &[
            node("first-call", "Counterfoil: `import`, `check` of an empty call"),
            node("first-call-slim", "Counterfoil, slim: the file from disk"),
            node("first-call-zen", "zen-engine (native code): an empty decision"),
            node("first-call-cedar", "cedar-wasm: a policy read"),
            node("first-call-decimal", "decimal.js: a product").yardstick(),
        ],
    },
];

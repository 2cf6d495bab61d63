// One sheet for all elements. It is no `<style>`, so the strictest policy lets it pass. Every colour is a custom property with a value for
// light and for dark pages; which of the two a page is, its `color-scheme` says.

const CSS_TEXT = `
:host {
  --ink: var(--counterfoil-ink, light-dark(#1b2126, #e9e7e1));
  --quiet: var(--counterfoil-quiet, light-dark(#565f68, #a5adb3));
  --paper: var(--counterfoil-paper, light-dark(#ffffff, #1a1f22));
  --sunk: var(--counterfoil-sunk, light-dark(#f5f4f0, #232a2e));
  --line: var(--counterfoil-line, light-dark(#e3e0d8, #30373c));
  --edge: var(--counterfoil-edge, light-dark(#7c8184, #808a90));
  --accent: var(--counterfoil-accent, light-dark(#0b5563, #7cc7d3));
  --on-accent: var(--counterfoil-on-accent, light-dark(#ffffff, #0d1719));
  --good: var(--counterfoil-good, light-dark(#1b6a3f, #7fcb9b));
  --bad: var(--counterfoil-bad, light-dark(#a3262a, #f2938c));
  --radius: var(--counterfoil-radius, 14px);
  display: block;
  container-type: inline-size;
  color: var(--ink);
  font-family: var(--counterfoil-font, inherit);
  font-size: var(--counterfoil-size, 1rem);
  line-height: 1.45;
}
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); padding: 1.5em; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h2 { margin: 0; font-size: 0.875em; font-weight: 600; color: var(--quiet); }
h3 { margin: 0 0 0.5em; font-size: 0.875em; font-weight: 600; }
p { margin: 0; }
.quiet { color: var(--quiet); }
.small { font-size: 0.875em; }
.head { display: flex; align-items: center; justify-content: space-between; gap: 1em; }
.figure { margin: 0.125em 0 0.25em; font-size: 2.5em; font-weight: 650; letter-spacing: -0.02em; line-height: 1.15; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.exact { margin-block-end: 0.5em; }
.figure.below { color: var(--bad); }
.chip { display: inline-flex; align-items: center; gap: 0.5em; font-size: 0.8125em; font-weight: 550; color: var(--quiet); }
.chip::before { content: ""; inline-size: 0.5em; block-size: 0.5em; border-radius: 50%; background: currentColor; }
.chip.active { color: var(--good); }
.chip.suspended, .chip.closed { color: var(--bad); }
svg { display: block; inline-size: 100%; block-size: 5.5em; margin-block: 1.25em 0.25em; overflow: visible; }
svg .area { fill: var(--accent); opacity: 0.1; }
svg .run { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
svg .zero { stroke: var(--edge); stroke-width: 1; stroke-dasharray: 2 3; vector-effect: non-scaling-stroke; }
.axis { display: flex; justify-content: space-between; font-size: 0.75em; color: var(--quiet); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5em, 1fr)); gap: 1em; margin: 1.25em 0 0; padding-block-start: 1.25em; border-block-start: 1px solid var(--line); }
.facts dt { font-size: 0.8125em; color: var(--quiet); }
.facts dd { margin: 0; font-weight: 550; font-variant-numeric: tabular-nums; }
.switch { display: inline-flex; align-items: center; cursor: pointer; }
.switch input { appearance: none; inline-size: 2.75em; block-size: 1.5em; margin: 0; border: 1px solid var(--edge); border-radius: 1em; background: var(--sunk); position: relative; cursor: pointer; transition: background 120ms; }
.switch input::after { content: ""; position: absolute; inset-block-start: 50%; inset-inline-start: 0.1875em; inline-size: 1em; block-size: 1em; border-radius: 50%; background: var(--edge); translate: 0 -50%; transition: inset-inline-start 120ms, background 120ms; }
.switch input:checked { background: var(--accent); border-color: var(--accent); }
.switch input:checked::after { inset-inline-start: calc(100% - 1.1875em); background: var(--on-accent); }
.fields { display: grid; grid-template-columns: 1fr; gap: 1em; margin-block-start: 1.25em; align-items: start; }
@container (min-width: 30em) { .fields { grid-template-columns: 1fr 1fr; } }
.field { display: grid; gap: 0.3125em; min-inline-size: 0; }
.field > label { font-size: 0.8125em; color: var(--quiet); }
.money { position: relative; display: grid; }
.money > span { position: absolute; inset-inline-end: 0.75em; inset-block: 0; display: grid; align-items: center; font-size: 0.8125em; color: var(--quiet); pointer-events: none; }
.money input { padding-inline-end: 3.25em; }
input:not([type="checkbox"]), select { inline-size: 100%; min-block-size: 2.75em; padding: 0.4375em 0.75em; font: inherit; font-variant-numeric: tabular-nums; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: calc(var(--radius) * 0.6); }
[aria-invalid="true"] { border-color: var(--bad); outline-color: var(--bad); }
:is(input, select, button, summary):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.alerts { margin: 1.5em 0 0; padding: 1.25em 0 0; border: 0; border-block-start: 1px solid var(--line); min-inline-size: 0; }
.alerts legend { float: inline-start; inline-size: 100%; padding: 0; font-size: 0.8125em; color: var(--quiet); margin-block-end: 0.5em; }
.alerts legend + * { clear: both; }
.row { display: flex; gap: 0.5em; align-items: start; margin-block-end: 0.5em; max-inline-size: 22em; }
.row > .field { flex: 1; }
button { min-block-size: 2.75em; padding: 0.4375em 1em; font: inherit; font-size: 0.9375em; color: var(--accent); background: transparent; border: 1px solid var(--line); border-radius: calc(var(--radius) * 0.6); cursor: pointer; }
button:hover { border-color: var(--edge); }
button.icon { inline-size: 2.75em; padding: 0; color: var(--quiet); font-size: 1em; }
.alerts .small { margin-block-start: 0.875em; }
.effect { margin-block-start: 1.5em; padding: 1em 1.125em; background: var(--sunk); border-radius: calc(var(--radius) * 0.7); }
.effect p + p { margin-block-start: 0.375em; }
.problems { margin: 0; padding: 0; list-style: none; font-size: 0.875em; }
.problems li { color: var(--bad); }
.problems strong { display: block; font-weight: 550; }
.problems strong::first-letter { text-transform: uppercase; }
.lines { margin: 1.25em 0 0; padding: 0; list-style: none; }
.lines > li { padding-block: 0.875em; border-block-start: 1px solid var(--line); }
.line { display: flex; justify-content: space-between; gap: 1.5em; }
.line > :last-child { font-weight: 550; font-variant-numeric: tabular-nums; white-space: nowrap; }
.line .name { font-weight: 550; overflow-wrap: anywhere; }
summary { display: inline-block; margin-block-start: 0.25em; padding-block: 0.25em; font-size: 0.875em; color: var(--accent); cursor: pointer; list-style: none; border-radius: 4px; }
summary::-webkit-details-marker { display: none; }
summary::after { content: ""; display: inline-block; inline-size: 0.4em; block-size: 0.4em; margin-inline-start: 0.5em; border: solid currentColor; border-width: 0 1.5px 1.5px 0; rotate: 45deg; translate: 0 -0.15em; transition: rotate 120ms; }
details[open] summary::after { rotate: 225deg; translate: 0 0.15em; }
.steps { margin: 0.5em 0 0; padding: 0.25em 0 0.25em 1.25em; font-size: 0.875em; border-inline-start: 2px solid var(--line); list-style: none; }
.steps li + li { margin-block-start: 0.875em; }
.steps .sum { color: var(--quiet); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.steps .sum b { color: var(--ink); font-weight: 600; }
.totals { margin: 0; padding-block-start: 0.875em; border-block-start: 1px solid var(--line); }
.totals > div { display: flex; justify-content: space-between; gap: 1.5em; padding-block: 0.1875em; }
.totals dt { color: var(--quiet); }
.totals dd { margin: 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
.totals .last { margin-block-start: 0.375em; font-weight: 650; }
.totals .last dt { color: inherit; }
.waiting { block-size: 7em; border-radius: calc(var(--radius) * 0.6); background: var(--sunk); }
@media (forced-colors: active) {
  .chip::before, .switch input::after { background: CanvasText; forced-color-adjust: none; }
  .switch input:checked { background: Highlight; forced-color-adjust: none; }
  svg .run { stroke: CanvasText; }
  svg .area { fill: none; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;

let sheet;

export function styles() {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS_TEXT);
  }
  return sheet;
}
